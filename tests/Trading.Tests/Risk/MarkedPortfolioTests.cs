using System.Text.Json;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using static Trading.Tests.Risk.PortfolioTests;
using static Trading.Tests.Risk.ReviewCase;

namespace Trading.Tests.Risk;

/// <summary>Marks that are kept aside, put back, are what the gate makes of the same marks one after another.</summary>
public class MarkedPortfolioTests
{
    private static readonly (Symbol Symbol, string Strategy)[] Kinds = [("AAPL", "trend"), ("MSFT", "trend"), ("AAPL", "fade")];
    private static readonly OrderId Entry = new(Id(1), OrderRole.Entry, 1);

    private static readonly Gen<RiskLimits> GenLimits = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 8], Gen.Int[1, 8]).Select((kind, day, peak) => new RiskLimits
    {
        MaxDailyLoss = (kind & 1) == 0 ? null : day * 0.005m,
        MaxDrawdown = (kind & 2) == 0 ? null : peak * 0.005m,
    });

    private static readonly Gen<Run> GenRuns =
        Gen.Select(
            Gen.Select(Gen.Int[0, 2], Gen.Int[-300, 300]).Array[1, 3], GenLimits, GenLimits,
            Gen.Select(Gen.Int[90, 110], Gen.Int[90, 110], Gen.Int[-3, 12], Gen.Int[0, 60]).Array[1, 60])
        .Select((held, account, strategy, steps) => new Run(held, account, strategy, steps));

    [Fact]
    public void Marks_kept_aside_and_put_back_are_what_the_gate_makes_of_them() => GenRuns.Sample(run => Assert.Equal(run.ByGate(), run.KeptAside(out _)));

    [Fact]
    public void Runs_of_the_property_do_keep_marks_aside_make_peaks_trip_and_begin_days()
    {
        var (aside, peaks, trips, days) = (0, 0, 0, 0);
        GenRuns.Sample(run =>
        {
            var last = JsonSerializer.Deserialize<Portfolio>(run.KeptAside(out var kept)[^1])!;
            Interlocked.Add(ref aside, kept);
            if (last.Total.Peak > 100_000) Interlocked.Increment(ref peaks);
            if (last.Trips.Length > 0) Interlocked.Increment(ref trips);
            if (last.Day > Friday.Date) Interlocked.Increment(ref days);
        });
        Assert.True(aside > 500 && peaks > 20 && trips > 20 && days > 20, $"{aside} {peaks} {trips} {days}");
    }

    [Fact]
    public void A_price_that_brings_nothing_new_leaves_the_portfolio_that_was_stored()
    {
        var held = Known(100_000).Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 100, 100));
        var marked = MarkedPortfolio.Of(held, new ReviewCase().Rules)!;
        Assert.True(marked.TryMark(Marks(100, Morning), Friday, Morning));
        Assert.Same(held, marked.ToPortfolio());
    }

    [Fact]
    public void A_new_peak_makes_a_price_that_was_harmless_a_loss()
    {
        var rules = new ReviewCase { Limits = new() { MaxDrawdown = 0.1m } }.Rules;
        var held = Known(100_000).Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 1_000, 100));
        var marked = MarkedPortfolio.Of(held, rules)!;
        Assert.True(marked.TryMark(Marks(95, Morning), Friday, Morning));
        Assert.True(marked.TryMark(Marks(106, Morning), Friday, Morning));
        Assert.True(marked.TryMark(Marks(95.5m, Morning), Friday, Morning));
        Assert.False(marked.TryMark(Marks(95, Morning), Friday, Morning));
        Assert.Equal((106_000m, 95_500m), (marked.ToPortfolio().Total.Peak, marked.ToPortfolio().Equity));
    }

    [Fact]
    public void A_reservation_that_expires_is_for_the_gate()
    {
        var reserved = (new ReviewCase() with { TradeId = Id(2) }).Decide().Portfolio;
        var held = reserved.Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 100, 100));
        var until = held.Find(Id(2))!.ReservedUntil!.Value;
        var marked = MarkedPortfolio.Of(held, new ReviewCase().Rules)!;
        Assert.True(marked.TryMark(Marks(101, Morning), Friday, until.AddTicks(-1)));
        Assert.False(marked.TryMark(Marks(101, Morning), Friday, until));
    }

    [Fact]
    public void Only_what_holds_shares_and_has_nothing_to_tell_or_to_lift_is_kept_aside()
    {
        var rules = new ReviewCase().Rules;
        var held = Known(100_000).Book(Apple, "", Entry, FillOf("x1", OrderSide.Buy, 100, 100));
        Assert.NotNull(MarkedPortfolio.Of(held, rules));
        Assert.Null(MarkedPortfolio.Of(Known(100_000), rules));
        Assert.Null(MarkedPortfolio.Of(held with { IsKnown = false }, rules));
        Assert.Null(MarkedPortfolio.Of(held.Requested(Scope.OfAccount("paper"), TradingState.Reducing, false, "by hand", Morning), rules));
        Assert.Null(MarkedPortfolio.Of(held.Overridden(new LimitOverride(Scope.OfAccount("paper"), new() { MaxOpenTrades = 3 }, Morning.AddHours(1), "busy")), rules));
        Assert.Null(MarkedPortfolio.Of(RiskGate.Evaluate(held, new ReviewCase { Limits = new() { MaxDailyLossAmount = 1 } }.Rules, Marks(90, Morning), Friday, Morning) with { States = [] }, rules));
    }

    /// <summary>Shares by kind, limits, and prices of both symbols with the seconds and the days (of sixty one) that they are later.</summary>
    private sealed record Run((int Kind, int Shares)[] Held, RiskLimits Account, RiskLimits Strategy, (int Apple, int Microsoft, int Seconds, int Day)[] Steps)
    {
        private AccountRules Rules => new ReviewCase { Limits = Account, StrategyLimits = Strategy }.Rules;

        public List<string> ByGate()
        {
            var (portfolio, all) = (Begin(), new List<string>());
            foreach (var (marks, session, now) in Ticks())
            {
                portfolio = RiskGate.Evaluate(portfolio, Rules, marks, session, now);
                all.Add(JsonSerializer.Serialize(portfolio));
            }
            return all;
        }

        public List<string> KeptAside(out int kept)
        {
            var (portfolio, all) = (Begin(), new List<string>());
            var marked = MarkedPortfolio.Of(portfolio, Rules);
            kept = 0;
            foreach (var (marks, session, now) in Ticks())
            {
                if (marked is not null && marked.TryMark(marks, session, now)) kept++;
                else
                {
                    portfolio = RiskGate.Evaluate(marked?.ToPortfolio() ?? portfolio, Rules, marks, session, now);
                    marked = MarkedPortfolio.Of(portfolio, Rules);
                }
                all.Add(JsonSerializer.Serialize(marked?.ToPortfolio() ?? portfolio));
            }
            return all;
        }

        private Portfolio Begin()
        {
            var portfolio = Known(100_000);
            for (var i = 0; i < Held.Length; i++)
            {
                var (kind, shares) = Held[i];
                if (shares == 0) continue;
                var scope = new Scope("paper", Kinds[kind].Strategy, Kinds[kind].Symbol);
                var fill = FillOf($"x{i}", shares > 0 ? OrderSide.Buy : OrderSide.SellShort, Math.Abs(shares), 100);
                portfolio = portfolio.Book(scope, "", new OrderId(Id(i, scope), OrderRole.Entry, 1), fill);
            }
            return portfolio;
        }

        private IEnumerable<(Marks Marks, Session Session, DateTimeOffset Now)> Ticks()
        {
            var (now, session) = (Morning, Friday);
            foreach (var step in Steps)
            {
                if (step.Day == 0 && session == Friday) (session, now) = (Monday, Monday.Open);
                var at = now.AddSeconds(step.Seconds); // at times older than the last mark
                if (at > now) now = at;
                Dictionary<Symbol, Quote> quotes = new() { ["AAPL"] = QuoteAt("AAPL", step.Apple, at) };
                if (step.Microsoft % 4 != 0) quotes["MSFT"] = QuoteAt("MSFT", step.Microsoft, at);
                yield return (quotes, session, now);
            }
        }
    }
}
