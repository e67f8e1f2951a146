namespace Trading.FakeBrokers.Schwab;

/// <summary>What the fake knows of its one app and its one person.</summary>
public sealed record FakeSchwabOptions
{
    public string AppKey { get; init; } = "fake-app-key";

    public string AppSecret { get; init; } = "fake-app-secret";

    public string Callback { get; init; } = "https://127.0.0.1:8182";

    /// <summary>What stands for the account's number in every path.</summary>
    public string AccountHash { get; init; } = "0F2A5B7C9D1E3F405162738495A6B7C8D9E0F1A2";

    /// <summary>Whether the answer to an order names it in a <c>Location</c> header.</summary>
    public bool SendsLocation { get; init; } = true;

    /// <summary>How many calls are taken a minute before the fake answers 429.</summary>
    public int CallsPerMinute { get; init; } = int.MaxValue;
}
