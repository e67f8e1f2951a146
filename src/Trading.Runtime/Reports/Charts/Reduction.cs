namespace Trading.Runtime.Reports.Charts;

/// <summary>Leaves points out of a line without leaving out its peaks and troughs.</summary>
internal static class Reduction
{
    /// <summary>The places to keep, in order: of each stretch the lowest and the highest, and both ends of the line.</summary>
    public static IReadOnlyList<int> Places(int count, int most, Func<int, double> value)
    {
        if (count <= most) return [.. Enumerable.Range(0, count)];
        var stretches = Math.Max(1, (most / 2) - 1);
        var kept = new SortedSet<int> { 0, count - 1 };
        for (var i = 0; i < stretches; i++)
        {
            var end = (int)((long)count * (i + 1) / stretches);
            int low = (int)((long)count * i / stretches), high = low;
            for (var at = low; at < end; at++)
            {
                if (value(at) < value(low)) low = at;
                if (value(at) > value(high)) high = at;
            }
            kept.Add(low);
            kept.Add(high);
        }
        return [.. kept];
    }

    /// <summary>No more than <paramref name="most"/> places, evenly spread from the first to the last.</summary>
    public static IEnumerable<int> Even(int count, int most)
    {
        if (count <= most) return Enumerable.Range(0, count);
        return Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)));
    }
}
