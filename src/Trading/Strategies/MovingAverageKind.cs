namespace Trading.Strategies;

/// <summary>Which moving average a strategy uses.</summary>
public enum MovingAverageKind
{
    Exponential,
    Simple,
}
