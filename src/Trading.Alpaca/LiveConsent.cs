namespace Trading.Alpaca;

/// <summary>The second, explicit switch before real money is traded: besides the configuration a person has to say so twice.</summary>
public static class LiveConsent
{
    /// <summary>The environment variable that stands for the typed confirmation, where nobody sits at the terminal.</summary>
    public const string Variable = "ALPACA_LIVE_CONFIRMED";

    /// <summary>What has to be typed, or be the value of <see cref="Variable"/>.</summary>
    public static string Phrase(string account) => $"trade real money on {account}";

    /// <summary>Why nothing may trade on the account, or null when it may.</summary>
    /// <param name="isSwitchSet">Whether <c>--live</c> was given.</param>
    /// <param name="ask">Shows a question to the person at the terminal and returns what was typed; null where there is none.</param>
    public static string? Missing(AlpacaSettings settings, bool isSwitchSet, Func<string, string?> variable, Func<string, string?>? ask)
    {
        if (!settings.IsLive) return isSwitchSet ? $"--live was given, but '{settings.Account}' is a paper account. Leave it out, or choose the live broker." : null;
        if (!isSwitchSet) return $"'{settings.Account}' trades real money. Say --live as well.";
        var phrase = Phrase(settings.Account);
        if (variable(Variable) is { Length: > 0 } confirmed)
            return confirmed == phrase ? null : $"{Variable} is not '{phrase}'.";
        if (ask is null) return $"'{settings.Account}' trades real money and nobody is here to confirm it. Set {Variable} to '{phrase}'.";
        return ask($"This trades real money. Type '{phrase}' to go on: ")?.Trim() == phrase ? null : "It was not confirmed; nothing was started.";
    }
}
