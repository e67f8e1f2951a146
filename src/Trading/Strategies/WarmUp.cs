namespace Trading.Strategies;

/// <summary>How many bars an indicator must be fed before it is what it would be had it been fed all that ever were.</summary>
/// <remarks>
/// A window forgets; a smoothed average never does, its start only loses weight. It counts as forgotten when 10^-12 of it is
/// left: a start that was wrong by a hundred dollars then moves the average by less than a hundredth of the smallest price.
/// </remarks>
public static class WarmUp
{
    /// <summary>Enough for whatever a strategy remembers of the bars themselves, such as their length.</summary>
    public const int Least = 100;

    private const double Forgotten = 1e-12;

    /// <summary>For an exponential moving average: about 15 periods.</summary>
    public static int Exponential(int period) => period + Decay(1 - 2.0 / (period + 1), Forgotten);

    /// <summary>For an average smoothed as Wilder does, and what is made of such averages: about 29 periods.</summary>
    public static int Wilder(int period) => period + 1 + Decay(1 - 1.0 / period, Forgotten);

    /// <summary>For the average directional index: about 34 periods.</summary>
    /// <remarks>It smooths what was smoothed: k bars on, the first start weighs k / n times as much as in a single smoothing.</remarks>
    public static int DirectionalIndex(int period) => 2 * period + Decay(1 - 1.0 / period, Forgotten / 100);

    private static int Decay(double kept, double rest) => kept <= 0 ? 0 : (int)Math.Ceiling(Math.Log(rest) / Math.Log(kept));
}
