namespace Trading.Runtime.Brokers;

/// <summary>The second, explicit word before real money is traded: besides the choice of a live account a switch, and a phrase that names the account.</summary>
/// <param name="Account">The account's name on the desk.</param>
/// <param name="Switch">What the switch is called where it is set: an option of the command, a setting of the app.</param>
/// <param name="Variable">The variable or setting that holds the phrase where nobody sits at a terminal.</param>
public sealed record LiveConsent(string Account, bool IsLive, string Switch, string Variable)
{
    public const string AlpacaVariable = "ALPACA_LIVE_CONFIRMED";
    public const string SchwabVariable = "SCHWAB_LIVE_CONFIRMED";

    /// <summary>What has to be typed, or be the value of <see cref="Variable"/>.</summary>
    public string Phrase => $"trade real money on {Account}";

    /// <summary>Why nothing may trade on the account, or null when it may.</summary>
    /// <param name="ask">Shows a question to the person at the terminal and returns what was typed; null where there is none.</param>
    public string? Missing(bool isSwitchSet, Func<string, string?> variable, Func<string, string?>? ask)
    {
        if (!IsLive) return isSwitchSet ? $"{Switch} is set, but '{Account}' is a paper account. Leave it out, or choose the live broker." : null;
        if (!isSwitchSet) return $"'{Account}' trades real money, and {Switch} is not set.";
        if (variable(Variable) is { Length: > 0 } confirmed) return confirmed == Phrase ? null : $"{Variable} is not '{Phrase}'.";
        if (ask is null) return $"'{Account}' trades real money and nobody is here to confirm it. Set {Variable} to '{Phrase}'.";
        return ask($"This trades real money. Type '{Phrase}' to go on: ")?.Trim() == Phrase ? null : "It was not confirmed; nothing was started.";
    }
}
