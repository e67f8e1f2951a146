namespace Trading.Runtime.Configuration;

/// <summary>The brokers. Keys are given in environment variables alone.</summary>
internal static class BrokersSection
{
    public static BrokersConfiguration Read(SettingSection root)
    {
        var section = root.Section("brokers", "The brokers of `trading run`. Keys are given in environment variables, never here.");
        var brokers = new BrokersConfiguration(
            Alpaca(section, "alpacaPaper", "Alpaca with play money; see docs/alpaca.md."),
            Alpaca(section, "alpacaLive", "Alpaca with real money; it needs a second, explicit switch besides."));
        section.RefuseUnknown();
        return brokers;
    }

    private static AlpacaConfiguration Alpaca(SettingSection brokers, string key, string description)
    {
        var section = brokers.Section(key, description);
        var read = new AlpacaConfiguration(
            section.Choice("feed", "iex", ["iex", "sip"], "Market data of one exchange, free, or of all of them, with a subscription.") == "sip",
            section.Duration("timeout", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), "How long a call may take before it counts as not answered."),
            section.Whole("tradingCallsPerMinute", 200, 50, 100_000, "How many calls of the trading API are made in a minute."),
            section.Whole("dataCallsPerMinute", 200, 10, 100_000, "How many calls of the market data API are made in a minute."),
            section.Duration("sweepInterval", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), "How often the orders are asked for, to find what the stream missed."),
            section.OptionalText("host", "Another host for all its APIs, such as a fake broker.", "a URL, http or https", IsHost) is { } host ? new Uri(host) : null);
        section.RefuseUnknown();
        return read;
    }

    private static bool IsHost(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
}
