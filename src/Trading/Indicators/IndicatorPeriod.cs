namespace Trading.Indicators;

/// <summary>How many bars an indicator may look over: 1 to 10,000.</summary>
public static class IndicatorPeriod
{
    public const int Minimum = 1;
    public const int Maximum = 10_000;

    /// <exception cref="ArgumentOutOfRangeException">The period is below the minimum or above <see cref="Maximum"/>.</exception>
    internal static int Check(int period, int minimum = Minimum) => period >= minimum && period <= Maximum
        ? period
        : throw new ArgumentOutOfRangeException(nameof(period), period, $"A period has from {minimum} to {Maximum} bars.");
}
