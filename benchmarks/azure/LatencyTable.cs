namespace Trading.Benchmarks.Azure;

/// <summary>From a bar's arrival to the order at the broker, hop by hop, beside an app of empty functions with the same hops.</summary>
/// <remarks>
/// Both apps run at the same time, each with its own host, Azurite and Redis, and trade by turns, so that what else the machine does
/// falls on both. Each trade begins after a pause, at no fixed moment of any poll, when what the last one left to do is done.
/// </remarks>
internal static class LatencyTable
{
    /// <summary>Trades that warm the host up and are not counted.</summary>
    public const int WarmUps = 3;

    private const double Target = 1.2;
    private const int PauseMilliseconds = 1500;
    private const int MorePauseMilliseconds = 250;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Hops =
        ["strategy: bars to signal", "start trade, activity: review", "risk: approval", "event, activity: order placed", "start order, activity: submit", "execution: order at the broker"];

    /// <summary>The place of the order among what a trade took.</summary>
    public static int Order => Hops.Length - 1;

    /// <returns>The exit code: 1 when the target was missed.</returns>
    public static async Task<int> PrintAsync(int trades)
    {
        var (desk, empty, few) = (new Sample(), new Sample(), new Sample());
        await using (MeasuredApp ours = new DeskApp(trades + WarmUps), theirs = new EmptyApp())
        {
            await theirs.StartAsync();
            await ours.StartAsync();
            await ByTurnsAsync(trades, [(ours, DeskApp.SymbolOf, desk), (theirs, DeskApp.SymbolOf, empty), (theirs, EmptyApp.ByFewHops, few)]);
        }
        Console.WriteLine($"{"ms; " + desk.Count + " trades each, by turns",-34}{"desk p50",10}{"p95",10}{"empty p50",11}{"p95",10}{"ratio",8}");
        for (var hop = 0; hop < Hops.Length; hop++) Line(Hops[hop], desk.Of(hop, 0.5), desk.Of(hop, 0.95), empty.Of(hop, 0.5), empty.Of(hop, 0.95));
        Line("bars to order", desk.At(Order, 0.5), desk.At(Order, 0.95), empty.At(Order, 0.5), empty.At(Order, 0.95));
        Line("bars to order, the fewest hops", desk.At(Order, 0.5), desk.At(Order, 0.95), few.At(Order, 0.5), few.At(Order, 0.95));
        if (desk.Lost + empty.Lost + few.Lost > 0) Console.WriteLine($"not within {Patience.TotalSeconds} s: {desk.Lost} of the desk, {empty.Lost + few.Lost} of the empty app");
        var isMet = desk.Lost == 0 && desk.At(Order, 0.5) <= Target * empty.At(Order, 0.5);
        Console.WriteLine($"target: ratio of p50 <= {Target}  {(isMet ? "met" : "MISSED")}");
        return isMet ? 0 : 1;
    }

    /// <summary>Has each trade so often, in an order that is another each time.</summary>
    public static async Task ByTurnsAsync(int trades, (MeasuredApp App, Func<int, string> SymbolOf, Sample Into)[] turn)
    {
        var random = new Random(7);
        for (var i = 0; i < trades + WarmUps; i++)
        {
            random.Shuffle(turn);
            foreach (var (app, symbolOf, into) in turn)
            {
                var took = await TradeAsync(app, symbolOf(i), random);
                if (i >= WarmUps) into.Add(took);
            }
        }
    }

    public static async Task WarmUpAsync(MeasuredApp app)
    {
        var random = new Random(7);
        for (var i = 0; i < WarmUps; i++) await TradeAsync(app, DeskApp.SymbolOf(i), random);
    }

    private static async Task<double[]?> TradeAsync(MeasuredApp app, string symbol, Random pause)
    {
        await Task.Delay(PauseMilliseconds + pause.Next(MorePauseMilliseconds));
        return await app.TradeAsync(symbol, Patience);
    }

    private static void Line(string name, double p50, double p95, double peer50, double peer95) =>
        Console.WriteLine($"{name,-34}{p50,10:N0}{p95,10:N0}{peer50,11:N0}{peer95,10:N0}{p50 / peer50,8:N2}");
}
