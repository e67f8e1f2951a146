namespace TradingFunctions.Brokers;

/// <summary>Whether the account at the broker was found to be what is configured; nothing is opened before.</summary>
public sealed class AccountCheck
{
    private volatile string? _problem = "the account at the broker has not been looked at yet";

    /// <summary>Why nothing may be opened, or null.</summary>
    public string? Problem => _problem;

    public void Found(string? problem) => _problem = problem;
}
