using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Risk;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Data;
using Trading.Runtime.Lifecycles;
using Trading.Strategies;
using Trading.Trades;
using static Trading.Runtime.Tests.Backtesting.ScriptedStrategy;

namespace Trading.Runtime.Tests.Backtesting;

public sealed class BacktestTests
{
    private static readonly ImmutableArray<Bar> Rise = Replay.Minutes(
        "100 101 99 100", "101 103 100 102", "102 104 101 103", "105 106 104 105", "105 106 104 106");

    [Fact]
    public void A_trade_is_entered_at_the_next_open_and_left_at_the_open_after_its_exit_signal()
    {
        var (result, seen) = Replay.Run(Rise, Replay.Settings((i, bar) => i switch { 0 => Enter(bar), 2 => Leave(bar), _ => null }));

        var trade = Assert.Single(seen.Closed);
        Assert.Equal((100m, 101m, 105m, 400m), (trade.Outcome.Quantity, trade.Outcome.AverageEntry, trade.Outcome.AverageExit, trade.Outcome.ProfitAndLoss));
        Assert.Equal(ExitReason.Signal, trade.Outcome.Reason);
        Assert.Equal(
            [TradeState.Signaled, TradeState.Approved, TradeState.Entering, TradeState.Open, TradeState.Exiting, TradeState.Closed],
            trade.History.Select(step => step.To));
        Assert.Equal((5L, 2L, 0, 100_400m), (result.Bars, result.Fills, result.OpenTrades, result.Performance.EndingEquity));
        Assert.Equal((1, 1.0, 400m), (result.Performance.Trades, result.Performance.WinRate, result.Performance.Expectancy));
        Assert.False(result.WasStopped);
    }

    [Fact]
    public void A_bar_that_opens_through_the_stop_fills_it_at_the_open()
    {
        var bars = Replay.Minutes("100 101 99 100", "101 103 100 102", "90 92 88 91", "91 92 90 91");
        var (result, seen) = Replay.Run(bars, Replay.Settings((i, bar) => i == 0 ? Enter(bar, stop: "95") : null));

        var trade = Assert.Single(seen.Closed);
        Assert.Equal((101m, 90m, -1_100m, ExitReason.Stop), (trade.Outcome.AverageEntry, trade.Outcome.AverageExit, trade.Outcome.ProfitAndLoss, trade.Outcome.Reason));
        Assert.Equal(98_900m, result.Performance.EndingEquity);
        Assert.Equal((0.0, 0.0), (result.Performance.WinRate!.Value, result.Performance.ProfitFactor!.Value));
    }

    [Fact]
    public void A_denied_trade_is_counted_by_its_code_and_sends_no_order()
    {
        var (result, seen) = Replay.Run(Rise, Replay.Settings((i, bar) => i == 0 ? Enter(bar, TradeDirection.Short) : null, new RiskLimits { AllowShort = false }));

        Assert.Equal([new KeyValuePair<string, int>("ShortNotAllowed", 1)], result.Rejected);
        Assert.Equal(TradeState.Rejected, Assert.Single(seen.Ended).State);
        Assert.Empty(seen.Closed);
        Assert.Equal((0L, 100_000m), (result.Fills, result.Performance.EndingEquity));
    }

    [Fact]
    public void A_trade_still_open_at_the_end_is_marked_at_the_last_close()
    {
        var (result, seen) = Replay.Run(Rise, Replay.Settings((i, bar) => i == 0 ? Enter(bar) : null));
        Assert.Empty(seen.Closed);
        Assert.Equal((1, 100_500m), (result.OpenTrades, result.Performance.EndingEquity));
    }

    [Fact]
    public void No_bars_make_an_empty_result()
    {
        var (result, _) = Replay.Run([], Replay.Settings((_, _) => null));
        Assert.Equal((0L, 100_000m, 0.0, false), (result.Bars, result.Performance.EndingEquity, result.Performance.TotalReturn, result.WasStopped));
    }

    [Fact]
    public void The_same_run_has_the_same_hash_and_another_price_another()
    {
        var settings = Replay.Settings((i, bar) => i switch { 0 => Enter(bar), 2 => Leave(bar), _ => null });
        var hash = Replay.Run(Rise, settings).Result.Hash;
        var dearer = Rise[1] with { Open = Price.Parse("101.01") };

        Assert.Equal(32, hash.Length);
        Assert.Equal(hash, Replay.Run(Rise, settings).Result.Hash);
        Assert.NotEqual(hash, Replay.Run(Rise.SetItem(1, dearer), settings).Result.Hash);
    }

    [Fact]
    public void Canceled_runs_give_what_was_done_so_far()
    {
        using var cancellation = new CancellationTokenSource();
        var seen = new Replay.Observed();
        seen.OnLook = () =>
        {
            if (seen.Progress == 2) cancellation.Cancel();
        };
        var data = HistoricalData.Of(SyntheticBars.OverSessions(Replay.Apple, 1, 50_000, new DateOnly(2024, 1, 3), Replay.Nyse, Price.Parse("100")));
        var result = new Backtest(Replay.Settings(Flipping), Replay.Nyse, seen).Run(data, cancellation.Token);

        Assert.True(result.WasStopped);
        Assert.InRange(result.Bars, 8_000, 20_000);
        Assert.Equal(result.Performance.Trades, seen.Closed.Count);
        Assert.NotEmpty(seen.Closed);
    }

    [Fact]
    public void A_run_that_is_canceled_before_it_begins_does_not_go_on_to_the_end()
    {
        var (result, _) = Replay.Run(Rise, Replay.Settings((_, _) => null), isCanceled: true);
        Assert.True(result.WasStopped);
        Assert.InRange(result.Bars, 0, 1);
    }

    [Fact]
    public void An_account_that_starts_with_nothing_has_no_return()
    {
        var settings = Replay.Settings((_, _) => null);
        var (result, _) = Replay.Run(Rise, settings with { Exchange = settings.Exchange with { StartingCash = 0 } });
        Assert.Equal((0.0, 0.0, 0m), (result.Performance.TotalReturn, result.Performance.MaximumDrawdown, result.Performance.EndingEquity));
    }

    /// <summary>Nothing after a moment may have touched what was decided before it.</summary>
    [Fact]
    public void Later_bars_never_change_what_happened_before_them()
    {
        var gen = Gen.Select(Gen.ULong, Gen.Int[2, 1_198], Gen.Int[-300, 300], Gen.Enum<Kind>());
        gen.Sample(
            (seed, change, cents, kind) =>
            {
                var bars = Walk(seed, 1_200);
                var other = bars.Select((bar, i) => i < change ? bar : Moved(bar, cents)).ToImmutableArray();
                var settings = Replay.Settings(StrategyOf(kind));
                var moment = bars[change].Start;
                var before = Replay.RunDesk(settings, bars).Before(moment.AddTicks(1)).ToArray();
                Assert.Equal(before, Replay.RunDesk(settings, other).Before(moment.AddTicks(1)).ToArray());
            },
            iter: 40);
    }

    [Fact]
    public void The_look_ahead_check_has_something_to_compare()
    {
        foreach (var kind in Enum.GetValues<Kind>())
            Assert.NotEmpty(Replay.RunDesk(Replay.Settings(StrategyOf(kind)), Walk(7, 1_200)).Lines);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_number_of_trades()
    {
        var mostTrades = 0;
        var mostOrders = 0;
        var record = Replay.RunDesk(Replay.Settings(Flipping), Walk(3, 42_000), desk =>
        {
            mostTrades = Math.Max(mostTrades, desk.Lifecycles.Trades.Count);
            mostOrders = Math.Max(mostOrders, desk.Lifecycles.Orders.Count);
        });
        var closed = record.Lines.Count(line => line.What.Contains("To = Closed", StringComparison.Ordinal));

        Assert.InRange(closed, 10_000, int.MaxValue);
        Assert.InRange(mostTrades, VirtualDeskSettings.UsualEndedTradesKept, VirtualDeskSettings.UsualEndedTradesKept + 10);
        Assert.InRange(mostOrders, 1, (VirtualDeskSettings.UsualEndedTradesKept + 10) * 4);
    }

    public enum Kind
    {
        Flipping,
        TrendFollowing,
        DonchianBreakout,
        RsiMeanReversion,
    }

    private static Func<IStrategy> StrategyOf(Kind kind) => kind switch
    {
        Kind.TrendFollowing => StrategyCatalogue.Standard.Create("trend-following", [new("fast", "3"), new("slow", "8")]).Create!,
        Kind.DonchianBreakout => StrategyCatalogue.Standard.Create("donchian-breakout", [new("entry", "10"), new("exit", "5")]).Create!,
        Kind.RsiMeanReversion => StrategyCatalogue.Standard.Create("rsi-mean-reversion", [new("trend", "0"), new("oversold", "30")]).Create!,
        _ => () => new ScriptedStrategy(Flipping),
    };

    /// <summary>In and out again, every four bars.</summary>
    private static StrategySignal? Flipping(int i, Bar bar) => (i & 3) switch
    {
        0 => Enter(bar, stop: (bar.Close - Price.Parse("5")).ToString()),
        2 => Leave(bar),
        _ => null,
    };

    private static ImmutableArray<Bar> Walk(ulong seed, int count)
    {
        using var cursor = HistoricalData.Of(SyntheticBars.OverSessions(Replay.Apple, seed, count, new DateOnly(2024, 1, 3), Replay.Nyse, Price.Parse("100"))).OpenCursor();
        var bars = ImmutableArray.CreateBuilder<Bar>(count);
        while (cursor.MoveNext()) bars.Add(cursor.Current);
        return bars.DrainToImmutable();
    }

    private static Bar Moved(Bar bar, int cents)
    {
        var by = Price.FromUnits(cents * (Price.UnitsPerDollar / 100));
        return bar with { Open = bar.Open + by, High = bar.High + by, Low = bar.Low + by, Close = bar.Close + by };
    }
}
