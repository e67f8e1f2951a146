using Trading.Runtime.Brokers;
using Trading.Runtime.Configuration;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca.Tests;

public sealed class LiveConsentTests
{
    private const string Phrase = "trade real money on main";

    [Theory]
    [InlineData(false, false, null, null, true)]
    [InlineData(false, true, null, null, false)]
    [InlineData(true, false, Phrase, Phrase, false)]
    [InlineData(true, true, null, null, false)]
    [InlineData(true, true, null, Phrase, true)]
    [InlineData(true, true, null, "yes", false)]
    [InlineData(true, true, Phrase, null, true)]
    [InlineData(true, true, "yes", Phrase, false)]
    public void Real_money_is_traded_only_when_it_was_said_twice(bool isLive, bool isSwitchSet, string? variable, string? typed, bool mayTrade)
    {
        var settings = new AlpacaSettings { Account = "main", Keys = new AlpacaKeys(new Secret("k"), new Secret("s")), IsLive = isLive };

        var missing = new LiveConsent(settings.Account, settings.IsLive, "--live", LiveConsent.AlpacaVariable).Missing(isSwitchSet, _ => variable, typed is null ? null : _ => typed);

        Assert.Equal(mayTrade, missing is null);
    }

    [Theory]
    [InlineData(false, "ALPACA_PAPER_"), InlineData(true, "ALPACA_LIVE_")]
    public void Paper_and_live_have_keys_hosts_and_breakers_of_their_own(bool isLive, string prefix)
    {
        var configured = new AlpacaConfiguration(IsSip: true, TimeSpan.FromSeconds(7), 300, 400, TimeSpan.FromMinutes(1), null);
        var asked = new List<string>();

        var settings = AlpacaSettings.From(configured, "main", isLive, name =>
        {
            asked.Add(name);
            return "value-of-" + name;
        });

        Assert.All(asked, name => Assert.StartsWith(prefix, name, StringComparison.Ordinal));
        Assert.Equal(isLive ? "alpaca-live" : "alpaca-paper", settings.Breaker);
        Assert.Equal(isLive ? "api.alpaca.markets" : "paper-api.alpaca.markets", settings.TradingUrl.Host);
        Assert.Equal(settings.TradingUrl.Host, settings.StreamUrl.Host);
        Assert.Equal((300, 400, TimeSpan.FromSeconds(7)), (settings.Calls.OrderWrite.Limit!.Calls, settings.Calls.MarketData.Limit!.Calls, settings.Calls.OrderWrite.Timeout));
        Assert.DoesNotContain("value-of", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Key_that_is_not_set_is_named()
    {
        var missing = Assert.Throws<ArgumentException>(() => AlpacaKeys.From(name => name == "ALPACA_PAPER_KEY_ID" ? "x" : null, isLive: false));
        Assert.Contains("ALPACA_PAPER_SECRET_KEY", missing.Message, StringComparison.Ordinal);
    }
}
