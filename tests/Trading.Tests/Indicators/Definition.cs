using Trading.MarketData;

namespace Trading.Tests.Indicators;

/// <summary>The indicators as their definitions read, over a whole series at once, slowly; NaN where undefined.</summary>
internal static class Definition
{
    public static double[] Sma(Bar[] bars, int n) => Windows(bars, n, window => (double)(window.Sum(Close) / n));

    public static double[] StandardDeviation(Bar[] bars, int n, int divisor) => Windows(bars, n, window =>
    {
        var mean = window.Sum(Close) / n;
        return Math.Sqrt((double)(window.Sum(bar => (Close(bar) - mean) * (Close(bar) - mean)) / divisor));
    });

    public static double[] Highest(Bar[] bars, int n) => Windows(bars, n, window => (double)window.Max(bar => bar.High.ToDecimal()));

    public static double[] Lowest(Bar[] bars, int n) => Windows(bars, n, window => (double)window.Min(bar => bar.Low.ToDecimal()));

    public static double[] Ema(Bar[] bars, int n, bool fromFirstClose)
    {
        var closes = bars.Select(bar => (double)Close(bar)).ToArray();
        var values = Undefined(bars.Length);
        var alpha = 2.0 / (n + 1);
        var seed = fromFirstClose ? 0 : n - 1;
        var average = fromFirstClose ? closes[0] : closes.Take(n).Average();
        for (var i = seed; i < bars.Length; i++)
        {
            if (i > seed) average = alpha * closes[i] + (1 - alpha) * average;
            if (i >= n - 1) values[i] = average;
        }
        return values;
    }

    public static double[] TrueRange(Bar[] bars) => [.. bars.Select((_, i) => (double)TrueRangeAt(bars, i))];

    public static double[] Atr(Bar[] bars, int n) => Wilder(TrueRange(bars), n, first: 0);

    public static double[] Rsi(Bar[] bars, int n)
    {
        var changes = bars.Select((bar, i) => i == 0 ? 0 : Close(bar) - Close(bars[i - 1])).ToArray();
        var gains = Wilder([.. changes.Select(change => (double)Math.Max(change, 0))], n, first: 1);
        var losses = Wilder([.. changes.Select(change => (double)Math.Max(-change, 0))], n, first: 1);
        return [.. gains.Zip(losses, (gain, loss) => (gain, loss) switch
        {
            (double.NaN, _) => double.NaN,
            (0, 0) => 50,
            (_, 0) => 100,
            _ => 100 - 100 / (1 + gain / loss),
        })];
    }

    /// <summary>With Wilder's running sums of his worksheet: previous sum - previous sum / n + today's.</summary>
    public static (double[] Plus, double[] Minus, double[] Adx) Directional(Bar[] bars, int n)
    {
        var (plus, minus, dx) = (Undefined(bars.Length), Undefined(bars.Length), new double[bars.Length]);
        double up = 0, down = 0, range = 0;
        for (var i = 1; i < bars.Length; i++)
        {
            var rise = bars[i].High.ToDecimal() - bars[i - 1].High.ToDecimal();
            var fall = bars[i - 1].Low.ToDecimal() - bars[i].Low.ToDecimal();
            var fading = i > n ? 1 - 1.0 / n : 1;
            up = up * fading + (rise > fall && rise > 0 ? (double)rise : 0);
            down = down * fading + (fall > rise && fall > 0 ? (double)fall : 0);
            range = range * fading + (double)TrueRangeAt(bars, i);
            if (i < n) continue;
            plus[i] = range == 0 ? 0 : 100 * up / range;
            minus[i] = range == 0 ? 0 : 100 * down / range;
            dx[i] = up + down == 0 ? 0 : 100 * Math.Abs(plus[i] - minus[i]) / (plus[i] + minus[i]);
        }
        return (plus, minus, Wilder(dx, n, first: n));
    }

    /// <summary>The mean of the first n numbers, then ((n - 1) * previous + number) / n; numbers before the first do not count.</summary>
    private static double[] Wilder(double[] numbers, int n, int first)
    {
        var values = Undefined(numbers.Length);
        for (var i = first + n - 1; i < numbers.Length; i++)
            values[i] = i == first + n - 1 ? numbers.Skip(first).Take(n).Average() : ((n - 1) * values[i - 1] + numbers[i]) / n;
        return values;
    }

    private static decimal TrueRangeAt(Bar[] bars, int i)
    {
        var (high, low) = (bars[i].High.ToDecimal(), bars[i].Low.ToDecimal());
        if (i == 0) return high - low;
        var previous = Close(bars[i - 1]);
        return Math.Max(high - low, Math.Max(Math.Abs(high - previous), Math.Abs(low - previous)));
    }

    private static double[] Windows(Bar[] bars, int n, Func<Bar[], double> value) =>
        [.. bars.Select((_, i) => i < n - 1 ? double.NaN : value(bars[(i - n + 1)..(i + 1)]))];

    private static double[] Undefined(int length) => [.. Enumerable.Repeat(double.NaN, length)];

    private static decimal Close(Bar bar) => bar.Close.ToDecimal();
}
