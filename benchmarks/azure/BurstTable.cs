using System.Diagnostics;

namespace Trading.Benchmarks.Azure;

/// <summary>How latency and throughput grow with the number of symbols that signal at once, and what they take of the machine.</summary>
/// <remarks>The cores are those busy while the orders were on their way: storage, Redis, and the host with its worker.</remarks>
internal static class BurstTable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static async Task PrintAsync(int[] sizes)
    {
        Console.WriteLine($"{"symbols at once",-16}{"app",8}{"p50 ms",10}{"p95",10}{"trades/h",12}{"cores: storage",18}{"redis",8}{"host",8}{"core s/trade",14}");
        foreach (var size in sizes)
        {
            Line(size, "desk", await MeasureAsync(new DeskApp(size + LatencyTable.WarmUps), size));
            Line(size, "empty", await MeasureAsync(new EmptyApp(), size));
        }
    }

    private static void Line(int size, string app, (Sample Took, double Seconds, Cores Taken) of) => Console.WriteLine(
        $"{size,-16}{app,8}{of.Took.At(LatencyTable.Order, 0.5),10:N0}{of.Took.At(LatencyTable.Order, 0.95),10:N0}{3600 * of.Took.Count / of.Seconds,12:N0}"
        + $"{of.Taken.Storage / of.Seconds,18:N2}{of.Taken.Redis / of.Seconds,8:N2}{of.Taken.Host / of.Seconds,8:N2}{of.Taken.Sum / of.Took.Count,14:N2}"
        + (of.Took.Lost > 0 ? $"  not in time: {of.Took.Lost}" : ""));

    private static async Task<(Sample Took, double Seconds, Cores Taken)> MeasureAsync(MeasuredApp app, int size)
    {
        var sample = new Sample();
        await using (app)
        {
            await app.StartAsync();
            await LatencyTable.WarmUpAsync(app);
            var (began, before) = (Stopwatch.GetTimestamp(), app.Taken());
            foreach (var took in await Task.WhenAll(Enumerable.Range(LatencyTable.WarmUps, size).Select(i => app.TradeAsync(DeskApp.SymbolOf(i), Patience)))) sample.Add(took);
            return (sample, Stopwatch.GetElapsedTime(began).TotalSeconds, app.Taken() - before);
        }
    }
}
