namespace Trading.Benchmarks.Azure;

/// <summary>What some trades took, in milliseconds, hop by hop.</summary>
internal sealed class Sample
{
    private readonly List<double[]> _trades = [];

    /// <summary>Trades whose order did not come in time.</summary>
    public int Lost { get; private set; }

    public int Count => _trades.Count;

    public void Add(double[]? trade)
    {
        if (trade is null) Lost++;
        else _trades.Add(trade);
    }

    /// <summary>From the bars to an event.</summary>
    public double At(int hop, double part) => Part(_trades.Select(trade => trade[hop]), part);

    /// <summary>From one event to the next.</summary>
    public double Of(int hop, double part) => Part(_trades.Select(trade => trade[hop] - (hop == 0 ? 0 : trade[hop - 1])), part);

    private static double Part(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, part * sorted.Length)];
    }
}
