namespace Trading.Benchmarks.Azure;

/// <summary>What settings of the Durable backend do to the way from a bar to its order.</summary>
/// <remarks>Each beside a host with the settings of host.json, at the same time and by turns.</remarks>
internal static class SettingsTable
{
    private const string Durable = "AzureFunctionsJobHost__extensions__durableTask__";
    private const string Storage = Durable + "storageProvider__";

    private static readonly (string Name, Dictionary<string, string> Settings)[] Variants =
    [
        ("nothing differs", []),
        ("maxQueuePollingInterval 50 ms", new() { [Storage + "maxQueuePollingInterval"] = "00:00:00.050" }),
        ("maxQueuePollingInterval 1 s", new() { [Storage + "maxQueuePollingInterval"] = "00:00:01" }),
        ("maxQueuePollingInterval 30 s, the default", new() { [Storage + "maxQueuePollingInterval"] = "00:00:30" }),
        ("partitionCount 1", new() { [Storage + "partitionCount"] = "1" }),
        ("partitionCount 16", new() { [Storage + "partitionCount"] = "16" }),
        ("visibility time-outs 5 min, the default", new() { [Storage + "controlQueueVisibilityTimeout"] = "00:05:00", [Storage + "workItemQueueVisibilityTimeout"] = "00:05:00" }),
        ("extendedSessionsEnabled", new() { [Durable + "extendedSessionsEnabled"] = "true" }),
    ];

    public static async Task PrintAsync(int trades)
    {
        Console.WriteLine($"{"bars to order, ms; " + trades + " trades each, by turns",-46}{"p50",8}{"p95",8}{"host.json p50",16}{"p95",8}{"ratio",8}");
        foreach (var (name, settings) in Variants)
        {
            var (chosen, other) = (new Sample(), new Sample());
            await using (MeasuredApp usual = new DeskApp(trades + LatencyTable.WarmUps), changed = new DeskApp(trades + LatencyTable.WarmUps))
            {
                await usual.StartAsync();
                await changed.StartAsync(settings);
                await LatencyTable.ByTurnsAsync(trades, [(usual, DeskApp.SymbolOf, chosen), (changed, DeskApp.SymbolOf, other)]);
            }
            Console.WriteLine(
                $"{name,-46}{other.At(LatencyTable.Order, 0.5),8:N0}{other.At(LatencyTable.Order, 0.95),8:N0}{chosen.At(LatencyTable.Order, 0.5),16:N0}{chosen.At(LatencyTable.Order, 0.95),8:N0}"
                + $"{other.At(LatencyTable.Order, 0.5) / chosen.At(LatencyTable.Order, 0.5),8:N2}{(other.Lost > 0 ? $"  not in time: {other.Lost}" : "")}");
        }
    }
}
