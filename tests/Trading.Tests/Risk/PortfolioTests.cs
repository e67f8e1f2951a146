using System.Text.Json;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;
using static Trading.Tests.Risk.ReviewCase;

namespace Trading.Tests.Risk;

public class PortfolioTests
{
    private static readonly OrderId Entry = new(Id(1), OrderRole.Entry, 1);
    private static readonly OrderId Exit = new(Id(1), OrderRole.Exit, 1);

    [Fact]
    public void A_fill_turns_reserved_shares_into_held_ones()
    {
        var filled = Approved().Book(Apple, "tech", Entry, FillOf("x1", OrderSide.Buy, 40, 99));

        var trade = Assert.Single(filled.Trades);
        Assert.Equal((60m, 40m), (trade.Reserved, trade.Held));
        var holding = Assert.Single(filled.Holdings);
        Assert.Equal((40m, 99m, "tech", "trend"), (holding.Quantity, holding.AveragePrice, holding.Sector, holding.Strategy));
        Assert.Equal(100_000 - 3_960, filled.Cash);
        Assert.Equal(100_000 - 3_960, filled.BuyingPower);
        Assert.Equal(100_000, filled.Equity);
    }

    [Fact]
    public void An_execution_told_twice_is_booked_once()
    {
        var fill = FillOf("x1", OrderSide.Buy, 40, 99);
        var once = Approved().Book(Apple, "", Entry, fill);
        Assert.Same(once, once.Book(Apple, "", Entry, fill));
    }

    [Fact]
    public void An_execution_of_an_ended_trade_told_twice_is_booked_once()
    {
        var entry = FillOf("x1", OrderSide.Buy, 100, 100);
        var exit = FillOf("x2", OrderSide.Sell, 100, 101);
        var closed = Approved().Book(Apple, "", Entry, entry).Book(Apple, "", Exit, exit).Ended(Id(1));

        Assert.Empty(closed.Trades);
        Assert.Same(closed, closed.Book(Apple, "", Entry, entry).Book(Apple, "", Exit, exit));
    }

    [Fact]
    public void Releasing_twice_changes_nothing_and_never_makes_less_than_nothing()
    {
        var released = Approved().Ended(Id(1));
        Assert.Empty(released.Trades);
        Assert.Same(released, released.Ended(Id(1)));
        Assert.Same(released, released.WithoutExpired(DateTimeOffset.MaxValue));
        Assert.Equal(0, released.Find(Id(1))!.Reserved);
    }

    [Fact]
    public void More_filled_than_reserved_leaves_nothing_reserved() =>
        Assert.Equal(0, Approved().Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 130, 100)).Trades[0].Reserved);

    [Fact]
    public void An_exit_fill_does_not_touch_the_reservation_of_an_entry_still_working()
    {
        var partly = Approved().Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 40, 100)).Book(Apple, "", Exit, FillOf("x2", OrderSide.Sell, 40, 100));
        var trade = Assert.Single(partly.Trades);
        Assert.Equal((60m, 0m), (trade.Reserved, trade.Held));
    }

    [Fact]
    public void An_entry_that_is_done_releases_what_it_did_not_buy_save_fills_still_on_their_way()
    {
        var partly = Approved().Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 40, 100));

        Assert.Equal(0, partly.Opened(Id(1), 40).Trades[0].Reserved);
        Assert.Equal(30, partly.Opened(Id(1), 70).Trades[0].Reserved);
        Assert.Equal(30, partly.Opened(Id(1), 70).Opened(Id(1), 70).Trades[0].Reserved);
    }

    [Fact]
    public void A_close_heard_before_the_exits_fill_keeps_the_shares_counted_until_it_comes()
    {
        var closed = Approved().Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 100, 100)).Ended(Id(1));
        Assert.Single(closed.Trades);

        var flat = closed.Book(Apple, "", Exit, FillOf("x2", OrderSide.Sell, 100, 101));
        Assert.Empty(flat.Trades);
        Assert.Empty(flat.Holdings);
        Assert.Equal(100_100, flat.Equity);
    }

    [Fact]
    public void A_late_fill_of_a_canceled_trade_is_counted_again()
    {
        var late = Approved().Ended(Id(1)).Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 10, 100));
        Assert.Equal(10, Assert.Single(late.Trades).Held);
        Assert.Equal(0, late.Trades[0].Reserved);
        Assert.Empty(late.EndedTrades);
    }

    [Fact]
    public void A_fill_of_a_trade_nobody_knows_is_counted_with_the_direction_of_its_side()
    {
        var held = Known(100_000).Book(Apple, "", Exit, FillOf("x1", OrderSide.BuyToCover, 10, 100));
        var trade = Assert.Single(held.Trades);
        Assert.Equal((10m, TradeDirection.Short, 0m), (trade.Held, trade.Direction, trade.Approved));
    }

    [Fact]
    public void A_short_trade_earns_when_it_is_bought_back_lower()
    {
        var sold = Known(100_000).Book(Apple, "", Entry, FillOf("x1", OrderSide.SellShort, 100, 100, fee: 1));
        Assert.Equal((110_000m - 1, -100m), (sold.Cash, sold.Holdings[0].Quantity));
        Assert.Equal(100_000 - 10_000 - 1, sold.BuyingPower);

        var flat = sold.Book(Apple, "", Exit, FillOf("x2", OrderSide.BuyToCover, 100, 95, fee: 1));
        Assert.Equal(100_498, flat.Equity);
        Assert.Equal(100_498, flat.Cash);
        Assert.Equal(100_498, flat.BuyingPower);
        Assert.Equal(498, flat.Strategies[0].Balance);
    }

    [Fact]
    public void A_position_that_turns_is_held_at_the_price_it_turned_at()
    {
        var turned = Known(100_000)
            .Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 100, 100))
            .Book(Apple, "", Exit, FillOf("x2", OrderSide.Sell, 150, 110));

        Assert.Equal((-50m, 110m), (turned.Holdings[0].Quantity, turned.Holdings[0].AveragePrice));
        Assert.Equal(101_000, turned.Equity);
    }

    [Fact]
    public void Equity_is_cash_and_the_value_of_the_positions_after_any_fills() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 500], Gen.Int[5_00, 500_00], Gen.Int[0, 200], Gen.Bool).Array[1, 30].Sample(fills =>
        {
            var portfolio = Known(1_000_000);
            for (var i = 0; i < fills.Length; i++)
            {
                var (side, quantity, cents, fee, isFade) = fills[i];
                var scope = isFade ? Apple with { Strategy = "fade" } : Apple;
                var fill = FillOf($"x{i}", (OrderSide)side, quantity, cents / 100m, fee / 100m);
                portfolio = portfolio.Book(scope, "", new OrderId(Id(isFade ? 2 : 1, scope), OrderRole.Entry, 1), fill);
            }
            var value = portfolio.Holdings.Sum(holding => holding.Value);
            var byStrategies = portfolio.Strategies.Sum(strategy => strategy.Balance + portfolio.OpenProfit(strategy.Strategy));
            return Math.Abs(portfolio.Equity - (portfolio.Cash + value)) < 0.000001m && Math.Abs(portfolio.Equity - 1_000_000 - byStrategies) < 0.000001m;
        });

    [Fact]
    public void What_the_broker_tells_sets_equity_whatever_fills_are_still_on_their_way()
    {
        var filled = Approved().Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 100, 100));

        var told = filled.Told(cash: 80_000, equity: 99_500, buyingPower: 80_000, mayShort: false, Friday.Date); // it has bought 100 more
        Assert.Equal(99_500, told.Equity);

        var caughtUp = told.Book(Apple, "", Entry, FillOf("x2", OrderSide.Buy, 100, 100));
        Assert.Equal(99_500, caughtUp.Equity);
        Assert.Equal(100_000, caughtUp.Total.StartOfDay);
    }

    [Fact]
    public void Marks_move_equity_and_older_ones_are_passed_over()
    {
        var held = Known(100_000).Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 100, 100));

        Assert.Equal(99_000, held.MarkedTo(Marks(90, Morning)).Equity);
        Assert.Same(held, held.MarkedTo(Marks(90, Morning.AddSeconds(-1))));
        Assert.Same(held, held.MarkedTo(Marks(0, Morning)));
    }

    [Fact]
    public void The_ended_trades_kept_are_bounded()
    {
        var portfolio = Known(100_000);
        for (var i = 0; i < Portfolio.MostEndedTrades + 10; i++)
            portfolio = (new ReviewCase() with { Portfolio = portfolio, TradeId = Id(i) }).Decide().Portfolio.Ended(Id(i));
        Assert.Equal(Portfolio.MostEndedTrades, portfolio.EndedTrades.Count);
        Assert.Null(portfolio.Find(Id(9)));
        Assert.NotNull(portfolio.Find(Id(10)));
    }

    [Fact]
    public void Orders_too_old_for_any_window_are_forgotten()
    {
        var portfolio = Approved();
        Assert.Single(portfolio.RecentOrders);
        var later = new ReviewCase { Portfolio = portfolio, TradeId = Id(2), Now = Morning.AddSeconds(61) }.Decide().Portfolio;
        Assert.Equal(Id(2), Assert.Single(later.RecentOrders).TradeId);
    }

    [Fact]
    public void A_portfolio_is_stored_and_loaded_as_it_was()
    {
        var portfolio = Approved()
            .Book(Apple, "tech", Entry, FillOf("x1", OrderSide.Buy, 40, 99.99m, 0.01m))
            .Requested(Scope.OfAccount("paper"), TradingState.Reducing, false, "by hand", Morning)
            .Overridden(new LimitOverride(Scope.OfAccount("paper"), new() { MaxOpenTrades = 3 }, Morning.AddHours(1), "busy day"));
        portfolio = RiskGate.Evaluate(portfolio, new ReviewCase { Limits = new() { MaxDailyLossAmount = 0.001m } }.Rules, Marks(90, Morning), Friday, Morning);
        Assert.NotEmpty(portfolio.Trips);

        var json = JsonSerializer.Serialize(portfolio);

        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Portfolio>(json)));
        Assert.Equal(portfolio.Equity, JsonSerializer.Deserialize<Portfolio>(json)!.Equity);
    }

    internal static Dictionary<Symbol, Quote> Marks(decimal price, DateTimeOffset time) => new() { ["AAPL"] = QuoteAt("AAPL", price, time) };

    private static Portfolio Approved() => new ReviewCase().Decide().Portfolio;
}
