using Trading.MarketData;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Configuration;
using Trading.Runtime.Data;
using Trading.Strategies;

namespace Trading.Runtime.Tests.State;

public sealed class StateJsonTests
{
    [Theory]
    [InlineData("trend-following")]
    [InlineData("rsi-mean-reversion")]
    public void A_desk_whose_state_is_kept_as_JSON_decides_as_one_that_keeps_it_in_memory(string strategy)
    {
        var calendar = new NyseCalendar();
        var data = HistoricalData.Of(SyntheticBars.OverSessions("AAPL", 3, 4000, new DateOnly(2024, 1, 2), calendar, Price.Parse("100")));
        var configuration = ConfigurationFile.Read($"strategies: [{{ strategy: {strategy} }}]", "a test", EnvironmentOverrides.None, StrategyCatalogue.Standard);
        var store = new RoundTripStateStore();
        var settings = new VirtualDeskSettings
        {
            Account = configuration.Account,
            Watched = [("AAPL", BarPeriod.Minute)],
            Strategies = [.. configuration.Strategies.Select(one => one.On(configuration.Account, ["AAPL"], BarPeriod.Minute))],
            Risk = configuration.Risk,
            Exchange = configuration.Exchange,
        };

        var inMemory = new Backtest(settings, calendar).Run(data, CancellationToken.None);
        var asJson = new Backtest(settings with { MakeStore = () => store }, calendar).Run(data, CancellationToken.None);

        Assert.Equal((inMemory.Hash, inMemory.Performance), (asJson.Hash, asJson.Performance));
        Assert.True(inMemory.Fills > 10, $"{inMemory.Fills} fills");
        Assert.True(store.Saved > 10, $"{store.Saved} values");
    }
}
