using System.Text.Json.Serialization;

namespace Trading.Positions;

/// <summary>Shares of a position that were bought, or sold short, in one execution and are still held.</summary>
/// <param name="Quantity">Shares with their sign: short below zero.</param>
/// <param name="Value">What they cost in dollars, with the sign of the quantity: what was paid for them, or minus what was received.</param>
/// <param name="OpenedAt">When they traded, in UTC.</param>
/// <param name="ExecutionId">The broker's id of the execution.</param>
/// <remarks>The cost is kept instead of a price a share, because it stays exact through a split of three for one.</remarks>
public readonly record struct Lot(decimal Quantity, decimal Value, DateTimeOffset OpenedAt, string ExecutionId)
{
    /// <summary>Dollars a share.</summary>
    [JsonIgnore]
    public decimal Price => Value / Quantity;
}
