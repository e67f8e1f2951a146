using System.Globalization;
using System.Text.Json;
using Trading.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var asJson = args.Contains("--json");
var wanted = args.Where(arg => !arg.StartsWith('-')).ToArray();
var json = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

(string Name, Func<IEnumerable<Row>> Run)[] benchmarks =
[
    ("backtest", BacktestBenchmark.Run),
    ("profile", BacktestBenchmark.Profile),
    ("latency", LatencyBenchmark.Run),
    ("lifecycle", LifecycleBenchmark.Run),
    ("breaker", BreakerBenchmark.Run),
    ("telemetry", TelemetryBenchmark.Run),
    ("redis", RedisBenchmark.Run),
    ("journal", JournalBenchmark.Run),
    ("recovery", JournalBenchmark.Recovery),
];

if (!asJson) Console.WriteLine($"{"",-58}{"value",14} {"unit",-8}{"peer",14}  {"ratio",8}  target");
var missed = 0;
foreach (var (name, run) in benchmarks)
{
    if (wanted.Length > 0 ? !wanted.Contains(name) : name is "profile" or "recovery") continue;
    foreach (var row in run())
    {
        if (row.Met == false) missed++;
        Console.WriteLine(asJson ? JsonSerializer.Serialize(row, json) : Line(row));
    }
}
return missed == 0 ? 0 : 1;

static string Line(Row row) =>
    $"{row.Name,-58}{row.Value,14:N2} {row.Unit,-8}{row.PeerValue,14:N2}  {row.Ratio,8:N3}  {row.Target}{(row.Met is { } met ? met ? "  met" : "  MISSED" : "")}{(row.Peer is { } peer ? $"  ({peer})" : "")}";
