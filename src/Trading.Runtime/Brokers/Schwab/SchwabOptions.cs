using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab;

/// <summary>How one account at Schwab is reached.</summary>
public sealed record SchwabOptions
{
    /// <summary>Where Schwab's APIs are.</summary>
    public static Uri Production { get; } = new("https://api.schwabapi.com");

    /// <summary>The account's name on the desk.</summary>
    public required string Account { get; init; }

    /// <summary>The app key of the developer portal: the client id of OAuth.</summary>
    public required Secret AppKey { get; init; }

    /// <summary>The app secret of the developer portal.</summary>
    public required Secret AppSecret { get; init; }

    /// <summary>The callback URL, to the letter as it is registered at the portal.</summary>
    public Uri Callback { get; init; } = new("https://127.0.0.1:8182");

    public Uri Address { get; init; } = Production;

    /// <summary>The last digits of the account's number; needed only where the login reaches several accounts.</summary>
    public string? AccountEnding { get; init; }

    public CallPolicies Policies { get; init; } = CallPolicies.Schwab;

    /// <summary>Whether bars include trading before the open and after the close.</summary>
    public bool ExtendedHours { get; init; }

    /// <summary>How long after a lost answer an order may still appear at Schwab; before that it is not said to be absent.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What is wrong with the options, or null when they are sound.</summary>
    public string? Problem() => this switch
    {
        { AppKey.IsEmpty: true } => $"the app key is missing: set {SchwabEnvironment.AppKey}",
        { AppSecret.IsEmpty: true } => $"the app secret is missing: set {SchwabEnvironment.AppSecret}",
        { Callback: not { IsAbsoluteUri: true, Scheme: "https" } } => $"Schwab takes only https callback URLs, not {Callback}",
        { Callback.Host: not "127.0.0.1" } => $"the callback's host is 127.0.0.1, so that no other machine sees the login, not {Callback.Host}",
        { SettleTime.Ticks: < 0 } => $"the settle time is zero or more, not {SettleTime}",
        _ => Policies.Problem(),
    };
}
