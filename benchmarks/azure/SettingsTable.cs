namespace Trading.Benchmarks.Azure;

/// <summary>What settings of the Durable backend do to the way from a bar to its order.</summary>
internal static class SettingsTable
{
    private const string Storage = "AzureFunctionsJobHost__extensions__durableTask__storageProvider__";

    private static readonly (string Name, Dictionary<string, string> Settings)[] Variants =
    [
        ("as in host.json", []),
        ("maxQueuePollingInterval 50 ms", new() { [Storage + "maxQueuePollingInterval"] = "00:00:00.050" }),
        ("maxQueuePollingInterval 1 s", new() { [Storage + "maxQueuePollingInterval"] = "00:00:01" }),
        ("maxQueuePollingInterval 30 s, the default", new() { [Storage + "maxQueuePollingInterval"] = "00:00:30" }),
        ("partitionCount 1", new() { [Storage + "partitionCount"] = "1" }),
        ("partitionCount 16", new() { [Storage + "partitionCount"] = "16" }),
        ("visibility time-outs 5 min, the default", new() { [Storage + "controlQueueVisibilityTimeout"] = "00:05:00", [Storage + "workItemQueueVisibilityTimeout"] = "00:05:00" }),
    ];

    public static async Task PrintAsync(int trades)
    {
        Console.WriteLine($"{"bars to order, ms; " + trades + " trades each",-46}{"p50",10}{"p95",10}");
        foreach (var (name, settings) in Variants)
        {
            var sample = new Sample();
            await LatencyTable.MeasureAsync(new DeskApp(trades + LatencyTable.WarmUps), trades, sample, settings);
            Console.WriteLine($"{name,-46}{sample.At(LatencyTable.Order, 0.5),10:N0}{sample.At(LatencyTable.Order, 0.95),10:N0}{(sample.Lost > 0 ? $"  not in time: {sample.Lost}" : "")}");
        }
    }
}
