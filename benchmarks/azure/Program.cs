using System.Globalization;
using Trading.Benchmarks.Azure;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var trades = Number("--trades", 40);
var wantsSettings = args.Contains("settings");
var bursts = args.SkipWhile(word => word != "burst").Skip(1).TakeWhile(word => int.TryParse(word, out _)).Select(int.Parse).ToArray();
if (args.Contains("burst") && bursts.Length == 0) bursts = [1, 10, 100];

if (Machine.Missing() is { } missing)
{
    Console.Error.WriteLine($"NOT MEASURED: this machine lacks {missing}.");
    return 2;
}

if (wantsSettings) await SettingsTable.PrintAsync(trades);
else if (bursts.Length > 0) await BurstTable.PrintAsync(bursts);
else return await LatencyTable.PrintAsync(trades);
return 0;

int Number(string name, int otherwise) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1]) : otherwise;
