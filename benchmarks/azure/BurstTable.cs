using System.Diagnostics;

namespace Trading.Benchmarks.Azure;

/// <summary>How latency and throughput grow with the number of symbols that signal at once.</summary>
internal static class BurstTable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static async Task PrintAsync(int[] sizes)
    {
        Console.WriteLine($"{"symbols at once",-18}{"desk p50 ms",13}{"p95",10}{"trades/h",12}{"empty p50 ms",14}{"p95",10}{"trades/h",12}");
        foreach (var size in sizes)
        {
            var (desk, deskSeconds) = await MeasureAsync(new DeskApp(size + LatencyTable.WarmUps), size);
            var (empty, emptySeconds) = await MeasureAsync(new EmptyApp(), size);
            Console.WriteLine(
                $"{size,-18}{desk.At(LatencyTable.Order, 0.5),13:N0}{desk.At(LatencyTable.Order, 0.95),10:N0}{3600 * desk.Count / deskSeconds,12:N0}{empty.At(LatencyTable.Order, 0.5),14:N0}{empty.At(LatencyTable.Order, 0.95),10:N0}{3600 * empty.Count / emptySeconds,12:N0}"
                + (desk.Lost + empty.Lost > 0 ? $"  not in time: {desk.Lost} and {empty.Lost}" : ""));
        }
    }

    private static async Task<(Sample Took, double Seconds)> MeasureAsync(MeasuredApp app, int size)
    {
        var sample = new Sample();
        await using (app)
        {
            await app.StartAsync();
            for (var i = 0; i < LatencyTable.WarmUps; i++) await app.TradeAsync(DeskApp.SymbolOf(i), Patience);
            var began = Stopwatch.GetTimestamp();
            foreach (var took in await Task.WhenAll(Enumerable.Range(LatencyTable.WarmUps, size).Select(i => app.TradeAsync(DeskApp.SymbolOf(i), Patience)))) sample.Add(took);
            return (sample, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }
}
