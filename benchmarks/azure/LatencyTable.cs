namespace Trading.Benchmarks.Azure;

/// <summary>From a bar's arrival to the order at the broker, hop by hop, beside an app of empty functions with the same hops.</summary>
internal static class LatencyTable
{
    /// <summary>Trades that warm the host up and are not counted.</summary>
    public const int WarmUps = 3;

    private const double Target = 1.2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Hops =
        ["strategy: bars to signal", "start trade, activity: review", "risk: approval", "event, activity: order placed", "start order, activity: submit", "execution: order at the broker"];

    /// <returns>The exit code: 1 when the target was missed.</returns>
    public static async Task<int> PrintAsync(int trades, int rounds)
    {
        var (desk, empty) = (new Sample(), new Sample());
        for (var round = 0; round < rounds; round++)
        {
            await MeasureAsync(new EmptyApp(), trades, empty);
            await MeasureAsync(new DeskApp(trades + WarmUps), trades, desk);
        }
        Console.WriteLine($"{"ms; " + desk.Count + " trades in sequence",-34}{"desk p50",10}{"p95",10}{"empty p50",11}{"p95",10}{"ratio",8}");
        for (var hop = 0; hop < Hops.Length; hop++) Line(Hops[hop], desk.Of(hop, 0.5), desk.Of(hop, 0.95), empty.Of(hop, 0.5), empty.Of(hop, 0.95));
        var last = Hops.Length - 1;
        Line("bars to order", desk.At(last, 0.5), desk.At(last, 0.95), empty.At(last, 0.5), empty.At(last, 0.95));
        if (desk.Lost + empty.Lost > 0) Console.WriteLine($"not within {Patience.TotalSeconds} s: {desk.Lost} of the desk, {empty.Lost} of the empty app");
        var isMet = desk.Lost == 0 && desk.At(last, 0.5) <= Target * empty.At(last, 0.5);
        Console.WriteLine($"target: ratio of p50 <= {Target}  {(isMet ? "met" : "MISSED")}");
        return isMet ? 0 : 1;
    }

    /// <summary>Starts the app, lets it trade one symbol after another, and ends it.</summary>
    public static async Task MeasureAsync(MeasuredApp app, int trades, Sample into, IReadOnlyDictionary<string, string>? settings = null)
    {
        await using (app)
        {
            await app.StartAsync(settings);
            for (var i = 0; i < trades + WarmUps; i++)
            {
                var took = await app.TradeAsync(DeskApp.SymbolOf(i), Patience);
                if (i >= WarmUps) into.Add(took);
            }
        }
    }

    private static void Line(string name, double p50, double p95, double peer50, double peer95) =>
        Console.WriteLine($"{name,-34}{p50,10:N0}{p95,10:N0}{peer50,11:N0}{peer95,10:N0}{p50 / peer50,8:N2}");
}
