using System.Text.Json;
using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using Trading.Trades;
using static Trading.Tests.Positions.Samples;

namespace Trading.Tests.Positions;

public class PositionBookTests
{
    private static readonly PositionBook Empty = new("paper", Apple);

    [Fact]
    public void Every_trade_has_its_own_position()
    {
        var book = Empty.Book(TradeOf(1), Bought(100, 10, 0)).Book(TradeOf(2), SoldShort(30, 11, 1)).Book(TradeOf(1), Sold(40, 12, 2));
        Assert.Equal((60m, -30m, 30m), (book.Find(TradeOf(1))!.Position.Quantity, book.Find(TradeOf(2))!.Position.Quantity, book.Quantity));
        Assert.Null(book.Find(TradeOf(3)));
    }

    [Fact]
    public void What_is_heard_of_twice_changes_nothing()
    {
        var book = Empty.Book(FirstTrade, Bought(100, 10, 0)).Open(Opened(Plan(TradeDirection.Long, 95))).Close(FirstTrade, At(9), 8);
        Assert.Same(book, book.Book(FirstTrade, Bought(100, 10, 0)));
        Assert.Same(book, book.Open(Opened(Plan(TradeDirection.Long, 90))));
        Assert.Same(book, book.Close(FirstTrade, At(10), 8));
    }

    [Fact]
    public void A_closed_trade_whose_last_fill_is_still_to_come_is_kept()
    {
        var book = Empty.Book(FirstTrade, Bought(100, 10, 0)).Close(FirstTrade, At(9), 0);
        Assert.Equal(100m, book.Quantity);
        Assert.False(book.Find(FirstTrade)!.IsOpen);
        Assert.True(book.Book(FirstTrade, Sold(100, 11, 8)).Find(FirstTrade)!.IsDone);
    }

    [Fact]
    public void The_trades_that_closed_longest_ago_are_forgotten()
    {
        var book = Empty;
        foreach (var number in new[] { 3, 1, 4, 2 })
            book = book.Book(TradeOf(number), Bought(1, 10, 0)).Book(TradeOf(number), Sold(1, 10, 1)).Close(TradeOf(number), At(10 * number), 2);
        Assert.Equal(new[] { TradeOf(3), TradeOf(4) }.ToHashSet(), book.Trades.Select(trade => trade.Position.TradeId).ToHashSet());
    }

    [Fact]
    public void A_split_puts_positions_plans_and_stops_into_new_shares()
    {
        var plan = Plan(TradeDirection.Long, 90, new StopPolicy.Trailing(Trail.OfAmount((Price)6m)), new StopPolicy.BreakEven(1, (Price)3m), new StopPolicy.Fixed((Price)60m));
        var rules = new WatchRules(WatchSettings.Default, null);
        var book = Empty.Book(FirstTrade, Bought(100, 99, 0)).Open(Opened(plan, entry: 99));
        var trade = book.Find(FirstTrade)!;
        book = book.With(trade with { Watch = rules.Begin(trade, trade.Watch, At(0)).Watch });

        var split = book.ApplySplit(Split(3, 1), At(5));
        var after = split.Find(FirstTrade)!;
        Assert.Equal((300m, 33m, 33m), (after.Position.Quantity, after.Position.AveragePrice, after.AverageEntry));
        Assert.Equal(((Price)31m, (Price)33m, (Price)3m), (after.Watch.Stop, after.Watch.Entry, after.Watch.Risk));
        Assert.Equal([new StopPolicy.Trailing(Trail.OfAmount((Price)2m)), new StopPolicy.BreakEven(1, (Price)1m), new StopPolicy.Fixed((Price)20m)], after.Plan!.StopPolicies);
        Assert.Same(split, split.ApplySplit(Split(3, 1), At(5)));
        Assert.Equal((Price)32m, rules.OnBar(after, after.Watch, Bar(6, 34, 33, 34), BarPeriod.Minute, At(7)).Wish?.Stop);
    }

    [Fact]
    public void A_book_survives_storage()
    {
        var plan = Plan(TradeDirection.Long, 95, new StopPolicy.Trailing(Trail.OfPercent(3)), new StopPolicy.TimeLimit(TimeSpan.FromHours(2)));
        var book = Empty.Book(FirstTrade, Bought(100, 10, 0, fee: 0.5m)).Open(Opened(plan)).Book(TradeOf(2), SoldShort(5, 10, 3)).Close(TradeOf(2), At(9), 8);
        var json = JsonSerializer.Serialize(book);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<PositionBook>(json)));
    }
}
