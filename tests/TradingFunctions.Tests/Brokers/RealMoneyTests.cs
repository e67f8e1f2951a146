using Trading.Breakers;
using TradingFunctions.Brokers;

namespace TradingFunctions.Tests.Brokers;

public sealed class RealMoneyTests
{
    private static readonly KeyValuePair<string, string?>[] Live = [new("DeskBroker", "alpaca-live"), new("ALPACA_LIVE_KEY_ID", "AK1"), new("ALPACA_LIVE_SECRET_KEY", "a secret")];
    private static readonly KeyValuePair<string, string?>[] Schwab = [new("DeskBroker", "schwab"), new("SCHWAB_APP_KEY", "a key"), new("SCHWAB_APP_SECRET", "a secret")];
    private static readonly KeyValuePair<string, string?> Switch = new("DeskAllowLive", "true");

    [Fact]
    public void Alpaca_live_wants_the_switch_and_the_phrase_that_names_the_account()
    {
        Assert.Contains("DeskAllowLive", Refusal(Live), StringComparison.Ordinal);
        Assert.Contains("trade real money on paper", Refusal([.. Live, Switch]), StringComparison.Ordinal);
        Assert.Contains("ALPACA_LIVE_CONFIRMED", Refusal([.. Live, Switch, new("ALPACA_LIVE_CONFIRMED", "yes")]), StringComparison.Ordinal);

        var settings = Desks.With([.. Live, Switch, new("ALPACA_LIVE_CONFIRMED", "trade real money on paper")]);
        Assert.Equal((DeskBroker.AlpacaLive, BreakerNames.AlpacaLive, true), (settings.Broker, settings.Breaker, settings.Alpaca!.IsLive));
    }

    [Fact]
    public void Schwab_wants_the_same()
    {
        Assert.Contains("DeskAllowLive", Refusal(Schwab), StringComparison.Ordinal);
        Assert.Contains("SCHWAB_LIVE_CONFIRMED", Refusal([.. Schwab, Switch]), StringComparison.Ordinal);

        var settings = Desks.With([.. Schwab, Switch, new("SCHWAB_LIVE_CONFIRMED", "trade real money on paper")]);
        Assert.Equal((DeskBroker.Schwab, BreakerNames.Schwab), (settings.Broker, settings.Breaker));
    }

    [Fact]
    public void A_market_that_is_always_open_is_not_for_real_money() =>
        Assert.Contains("DeskAlwaysOpen", Refusal([.. Live, Switch, new("ALPACA_LIVE_CONFIRMED", "trade real money on paper"), new("DeskAlwaysOpen", "true")]), StringComparison.Ordinal);

    [Fact]
    public void The_switch_on_a_paper_desk_is_a_mistake()
    {
        Assert.Contains("DeskAllowLive", Refusal([Switch]), StringComparison.Ordinal);
        Assert.Contains("paper account", Refusal([new("DeskBroker", "alpaca-paper"), new("ALPACA_PAPER_KEY_ID", "PK1"), new("ALPACA_PAPER_SECRET_KEY", "a secret"), Switch]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broker_that_is_none_and_keys_that_are_missing_are_named()
    {
        Assert.Contains("'alpaca'", Refusal([new("DeskBroker", "alpaca")]), StringComparison.Ordinal);
        Assert.Contains("SCHWAB_APP_KEY", Refusal([new("DeskBroker", "schwab"), Switch]), StringComparison.Ordinal);
        var missing = Assert.Throws<ArgumentException>(() => Desks.With([new("DeskBroker", "alpaca-paper")]));
        Assert.Contains("ALPACA_PAPER_KEY_ID", missing.Message, StringComparison.Ordinal);
    }

    private static string Refusal(IEnumerable<KeyValuePair<string, string?>> settings) => Assert.Throws<InvalidOperationException>(() => Desks.With(settings)).Message;
}
