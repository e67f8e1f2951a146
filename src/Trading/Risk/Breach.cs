namespace Trading.Risk;

/// <summary>A limit and the measure that broke it, both in the limit's own unit.</summary>
/// <param name="Unit">What is counted, for a person: <c>shares</c>, <c>dollars</c>, <c>of equity</c>.</param>
public readonly record struct Breach(decimal Measured, decimal Allowed, string Unit);
