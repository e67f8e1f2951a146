using Trading.Runtime.Brokers.Schwab;

namespace Trading.Runtime.Configuration;

/// <summary>The brokers. Keys are given in environment variables alone.</summary>
internal static class BrokersSection
{
    private const int LongestDigits = 12;

    public static BrokersConfiguration Read(SettingSection root)
    {
        var section = root.Section("brokers", "The brokers of `trading run`. Keys are given in environment variables, never here.");
        var brokers = new BrokersConfiguration(
            Alpaca(section, "alpacaPaper", "Alpaca with play money; see docs/alpaca.md."),
            Alpaca(section, "alpacaLive", "Alpaca with real money; it needs a second, explicit switch besides."),
            Schwab(section));
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

    private static SchwabSettings Schwab(SettingSection brokers)
    {
        var section = brokers.Section("schwab", "Charles Schwab; see docs/schwab.md.");
        var settings = new SchwabSettings
        {
            Callback = new Uri(section.Text("callback", "https://127.0.0.1:8182", "The callback URL, to the letter as it is registered at the developer portal.", "an https URL at 127.0.0.1", IsCallback)),
            Address = new Uri(section.Text("address", SchwabOptions.Production.OriginalString, "Where Schwab's APIs are.", "an https URL, or http on this machine", IsAddress)),
            AccountEnding = section.OptionalText("accountEnding", "The last digits of the account's number, where the login reaches several accounts.", "2 to 12 digits, in quotes", IsEnding),
            LoginFile = section.OptionalText("loginFile", "Where the login is kept; off for the person's own configuration folder.", "a path", static text => text.Trim().Length > 0),
            CallsPerMinute = section.Whole("callsPerMinute", 120, 1, 10_000, "How many calls Schwab takes a minute."),
            ExtendedHours = section.Flag("extendedHours", false, "Whether bars include trading before the open and after the close."),
        };
        section.RefuseUnknown();
        return settings;
    }

    private static bool IsCallback(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "https", Host: "127.0.0.1" };

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback));

    private static bool IsEnding(string text) => text.Length is >= 2 and <= LongestDigits && text.All(char.IsAsciiDigit);
}
