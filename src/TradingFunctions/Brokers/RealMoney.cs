using Trading.Alpaca;

namespace TradingFunctions.Brokers;

/// <summary>The second switch before real money is traded: besides the choice of a broker, <c>DeskAllowLive</c> and a phrase that names the account.</summary>
internal static class RealMoney
{
    /// <summary>The setting that holds the phrase for Schwab; Alpaca's is <see cref="LiveConsent.Variable"/>.</summary>
    public const string SchwabVariable = "SCHWAB_LIVE_CONFIRMED";

    /// <summary>Why nothing may trade on the account at Schwab, or null when it may.</summary>
    public static string? MissingAtSchwab(string account, bool isSwitchSet, Func<string, string?> setting)
    {
        if (!isSwitchSet) return $"'{account}' trades real money. Set DeskAllowLive to true as well.";
        var phrase = LiveConsent.Phrase(account);
        return setting(SchwabVariable) == phrase ? null : $"'{account}' trades real money. Set {SchwabVariable} to '{phrase}'.";
    }

    /// <summary>Why nothing may trade on the account at Alpaca, or null when it may.</summary>
    public static string? MissingAtAlpaca(AlpacaSettings settings, bool isSwitchSet, Func<string, string?> setting) =>
        LiveConsent.Missing(settings, isSwitchSet, setting, ask: null)?.Replace("--live", "DeskAllowLive", StringComparison.Ordinal);
}
