using System.Text.Json;
using CsCheck;
using Trading.MarketData;
using Trading.Messages;
using Trading.Risk;
using Trading.Trades;

namespace Trading.Tests.Risk;

public class EndedTradesTests
{
    private static readonly DateTimeOffset Day = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);
    private static readonly Scope Owner = new("paper", "trend", "AAPL");
    private static readonly TradeId[] Ids = [.. Enumerable.Range(0, 301).Select(number => TradeId.Of(MessageId.From("a signal", number), Day, Owner))];

    [Fact]
    public void They_are_what_a_list_would_hold_that_forgets_its_oldest() =>
        Gen.Select(Gen.Int[0, 300], Gen.Int[0, 9]).Array[0, 400].Sample(steps =>
        {
            var (ended, list) = (EndedTrades.None, new List<TradeExposure>());
            foreach (var (number, kind) in steps)
            {
                var trade = Trade(number, kind);
                var at = list.FindIndex(known => known.Id == trade.Id);
                if (kind == 0)
                {
                    ended = ended.Without(trade.Id);
                    if (at >= 0) list.RemoveAt(at);
                    continue;
                }
                ended = ended.With(trade);
                if (at >= 0) list[at] = trade;
                else list.Add(trade);
                if (list.Count > Portfolio.MostEndedTrades) list.RemoveAt(0);
            }
            Assert.Equal(list, ended);
            Assert.Equal(list.Count, ended.Count);
            foreach (var id in Ids) Assert.Same(list.Find(known => known.Id == id), ended.Find(id));
        });

    [Fact]
    public void What_is_added_to_one_is_not_in_those_before_it()
    {
        var before = EndedTrades.None.With(Trade(1, 1));
        var (left, right) = (before.With(Trade(2, 1)), before.With(Trade(3, 1)));
        Assert.Equal([Trade(1, 1).Id], before.Select(trade => trade.Id));
        Assert.Equal([Trade(1, 1).Id, Trade(2, 1).Id], left.Select(trade => trade.Id));
        Assert.Equal([Trade(1, 1).Id, Trade(3, 1).Id], right.Select(trade => trade.Id));
    }

    [Fact]
    public void They_are_written_as_an_array_oldest_first_and_read_back()
    {
        var ended = EndedTrades.None;
        for (var i = 0; i < 140; i++) ended = ended.With(Trade(i, 1));
        var json = JsonSerializer.Serialize(ended, TradingJson.Options);
        Assert.StartsWith("[{", json, StringComparison.Ordinal);
        Assert.Equal(ended.Select(trade => trade.Id), JsonSerializer.Deserialize<EndedTrades>(json, TradingJson.Options)!.Select(trade => trade.Id));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<EndedTrades>("{}", TradingJson.Options));
    }

    private static TradeExposure Trade(int number, int held) => new()
    {
        Id = Ids[number], Strategy = "trend", Symbol = "AAPL", Direction = TradeDirection.Long, Held = held,
    };
}
