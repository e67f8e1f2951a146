using Trading.Orders;
using Trading.Risk;
using static Trading.Runtime.Tests.Backtesting.RiskInVirtualTime;

namespace Trading.Runtime.Tests.Backtesting;

/// <summary>A portfolio at rest is not evaluated over and over; what changes it is seen all the same.</summary>
public class QuietPortfolioTests
{
    private readonly RiskInVirtualTime _desk = new(RiskLimits.None, keepsMarks: false);

    [Fact]
    public async Task A_portfolio_at_rest_begins_the_next_day()
    {
        var opened = await _desk.OpenAsync();
        await _desk.EvaluateAt(Morning.AddHours(1));
        await _desk.EvaluateAt(Morning.AddHours(2));
        Assert.Same(opened, await _desk.PortfolioAsync());
        await _desk.EvaluateAt(Morning.AddDays(1));
        Assert.Equal(opened.Day.AddDays(1), (await _desk.PortfolioAsync()).Day);
    }

    [Fact]
    public async Task A_portfolio_at_rest_that_comes_to_hold_shares_is_marked_again()
    {
        await _desk.OpenAsync();
        await _desk.EvaluateAt(Morning.AddHours(1));
        await _desk.FillAsync(OrderSide.Buy, 10, 100, Morning.AddHours(1));
        await _desk.EvaluateAt(Morning.AddHours(2), 105);
        Assert.Equal((100_050m, 100_050m), ((await _desk.PortfolioAsync()).Equity, (await _desk.PortfolioAsync()).Total.Peak));
        await _desk.EvaluateAt(Morning.AddHours(2), 105);
        await _desk.EvaluateAt(Morning.AddHours(3), 103);
        Assert.Equal(100_030m, (await _desk.PortfolioAsync()).Equity);
    }
}
