using System.Text.Json;
using System.Text.RegularExpressions;
using Trading.Messages;
using Trading.Trades;
using TradingFunctions.Lifecycles;
using TradingFunctions.Tests.Host;
using TradingFunctions.Tests.Lifecycles;

namespace TradingFunctions.Tests.Infrastructure;

/// <summary>Holds the monitor's tab of a trade against what a trade is stored as: a name that is not there would show as nothing.</summary>
public sealed partial class MonitorTabTests
{
    private static readonly string Folder = Path.Combine(Tools.Root, "infra", "monitor");

    [Fact]
    public void The_tab_of_a_trade_names_only_what_trades_orders_and_their_steps_have()
    {
        var trades = RecordedDay.Play(minutes: 120, between: 12).Trades.Select(trade => JsonSerializer.SerializeToElement(trade, TradingJson.Of<Trade>())).ToList();
        var status = JsonSerializer.SerializeToElement(new LifecycleStatus("Open", "AAPL", "Long", 100, "Closed", default));
        var known = new Dictionary<string, List<JsonElement>>
        {
            ["trade"] = trades,
            ["order"] = [.. trades.SelectMany(trade => trade.GetProperty("orders").EnumerateArray())],
            ["step"] = [.. trades.SelectMany(trade => trade.GetProperty("history").EnumerateArray())],
            ["now"] = [status, JsonSerializer.SerializeToElement(status.Deserialize<LifecycleStatus>(), JsonSerializerOptions.Web)],
        };
        var named = Name().Matches(File.ReadAllText(Path.Combine(Folder, "Trade.TradeOrchestration.liquid"))).Select(match => match.Value).Distinct().ToList();

        Assert.Superset(known.Keys.ToHashSet(), named.Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).ToHashSet());
        Assert.DoesNotContain(named, name => !known[name[..name.IndexOf('.', StringComparison.Ordinal)]].Any(one => Has(one, name.Split('.')[1..])));
    }

    [Fact]
    public void The_file_of_the_tab_is_named_for_the_orchestration_it_is_of() =>
        Assert.Equal([$"Trade.{nameof(TradeOrchestration)}.liquid"], Directory.EnumerateFiles(Folder, "*.liquid").Select(Path.GetFileName));

    private static bool Has(JsonElement element, IEnumerable<string> path)
    {
        foreach (var name in path)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return false;
        return true;
    }

    [GeneratedRegex(@"\b(trade|order|step|now)(\.[A-Za-z]+)+")]
    private static partial Regex Name();
}
