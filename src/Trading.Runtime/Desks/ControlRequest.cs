using System.Text.Json;

namespace Trading.Runtime.Desks;

/// <summary>What a visitor asks of a running desk.</summary>
/// <param name="Ask">status, trades, orders, positions, breakers, reset, halt, resume or flatten.</param>
/// <param name="Name">The breaker to reset.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record ControlRequest(string Ask, string? Name = null, string? Reason = null)
{
    public string ToLine() => JsonSerializer.Serialize(this, DeskJson.Default.ControlRequest);
}
