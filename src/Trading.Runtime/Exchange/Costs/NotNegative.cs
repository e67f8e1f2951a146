namespace Trading.Runtime.Exchange.Costs;

/// <summary>A cost that is configured below zero would be a gift, and is a mistake.</summary>
internal static class NotNegative
{
    /// <exception cref="ArgumentOutOfRangeException">The value is below zero.</exception>
    public static decimal Of(decimal value, string name) => value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A cost is zero or above.");
}
