using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;
using static Trading.Runtime.Tests.Backtesting.RiskInVirtualTime;

namespace Trading.Runtime.Tests.Backtesting;

/// <summary>A risk agent that keeps marks aside decides as one that saves each of them.</summary>
public class KeptMarksTests
{
    private readonly RiskInVirtualTime _desk = new(new() { MaxDrawdown = 0.05m }, keepsMarks: true);

    [Fact]
    public async Task A_price_alone_saves_nothing_and_the_next_change_saves_the_peak_with_it()
    {
        await HoldAsync(shares: 100);
        var before = await _desk.StoredAsync();
        await _desk.EvaluateAt(Morning.AddMinutes(1), 110);
        await _desk.EvaluateAt(Morning.AddMinutes(2), 108);
        Assert.Equal(before, await _desk.StoredAsync());

        await _desk.FillAsync(OrderSide.Sell, 40, 108, Morning.AddMinutes(3));
        var (portfolio, version) = await _desk.StoredAsync();
        Assert.Equal((101_000m, 100_800m), (portfolio!.Total.Peak, portfolio.Equity));
        Assert.Equal(before.Version + 1, version);
    }

    [Fact]
    public async Task A_fall_from_a_peak_that_was_never_saved_trips()
    {
        await HoldAsync(shares: 1_000);
        await _desk.EvaluateAt(Morning.AddMinutes(1), 110);
        await _desk.EvaluateAt(Morning.AddMinutes(2), 104.6m);
        Assert.Empty(_desk.Said);
        await _desk.EvaluateAt(Morning.AddMinutes(3), 104.5m);
        var tripped = Assert.IsType<LimitBreached>(_desk.Said[0].Data);
        Assert.Equal((DenialCode.Drawdown, 0.05m), (tripped.Code, tripped.Measured));
        Assert.Equal(TradingState.Halted, (await _desk.PortfolioAsync()).StateFor(Apple));
    }

    [Fact]
    public async Task A_review_sees_the_marks_that_are_kept_aside()
    {
        await HoldAsync(shares: 500);
        await _desk.EvaluateAt(Morning.AddMinutes(1), 110);
        await _desk.EvaluateAt(Morning.AddMinutes(2), 105);
        var microsoft = Apple with { Symbol = "MSFT" };
        _desk.Push(microsoft.Symbol, 105);
        var id = TradeId.Of(MessageId.From("another"), Morning, microsoft);
        var plan = new TradePlan { Direction = TradeDirection.Long, ReferencePrice = Price.FromDecimal(105), SignaledAt = _desk.Now, Reason = "test" };
        await _desk.HandleAsync(Message.First(MessageId.From("review"), EventNames.ReviewRequested, "test", _desk.Now, id.Value, microsoft, new ReviewRequested(id, plan)));
        var answer = Assert.Single(_desk.Said).Data;
        Assert.True(answer is TradeApproved, (answer as TradeDenied)?.Reason);
        var saved = await _desk.PortfolioAsync();
        Assert.Equal((105_000m, 102_500m), (saved.Total.Peak, saved.Equity));
    }

    private async Task HoldAsync(decimal shares)
    {
        await _desk.OpenAsync();
        await _desk.FillAsync(OrderSide.Buy, shares, 100, Morning);
    }
}
