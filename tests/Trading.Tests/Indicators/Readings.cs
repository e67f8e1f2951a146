using Trading.Indicators;
using Trading.MarketData;

namespace Trading.Tests.Indicators;

/// <summary>What an indicator says after each bar, and how that compares with what it should say.</summary>
internal static class Readings
{
    public static double[] Read(this IIndicator indicator, IEnumerable<Bar> bars) => indicator.Read(bars, _ => _.Value);

    public static double[] Read<T>(this T indicator, IEnumerable<Bar> bars, Func<T, double> output) where T : IIndicator
    {
        var values = new List<double>();
        foreach (var bar in bars)
        {
            indicator.Update(bar);
            values.Add(output(indicator));
        }
        return [.. values];
    }

    /// <summary>Defined at the same bars, and equal to a part in a billion.</summary>
    /// <param name="small">Differences up to this do not count; for percentages, whose definitions subtract near-equal numbers.</param>
    public static void AssertClose(double[] expected, double[] actual, double relative = 1e-9, double small = 0)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var allowed = Math.Max(small, relative * Math.Abs(expected[i]));
            var same = double.IsNaN(expected[i]) ? double.IsNaN(actual[i]) : Math.Abs(expected[i] - actual[i]) <= allowed;
            Assert.True(same, $"Bar {i}: {actual[i]:R} is not {expected[i]:R}.");
        }
    }

    /// <summary>As published: the first values are blank, the rest are rounded.</summary>
    public static void AssertPublished(int blank, double[] published, double[] actual, double rounding)
    {
        Assert.Equal(blank + published.Length, actual.Length);
        Assert.All(actual.Take(blank), value => Assert.Equal(double.NaN, value));
        AssertClose(published, actual[blank..], relative: 0, small: rounding);
    }
}
