using Trading.Breakers;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Configuration;

/// <summary>What the file says of the account at Schwab. Key and secret come from the environment: <see cref="SchwabEnvironment"/>.</summary>
public sealed record SchwabSettings
{
    public required Uri Callback { get; init; }

    public required Uri Address { get; init; }

    /// <summary>The last digits of the account's number, where the login reaches several.</summary>
    public required string? AccountEnding { get; init; }

    /// <summary>Where the login is kept; null for the person's own configuration folder.</summary>
    public required string? LoginFile { get; init; }

    public required int CallsPerMinute { get; init; }

    public required bool ExtendedHours { get; init; }

    /// <summary>The options of a connection for an account of the desk.</summary>
    /// <param name="variable">Reads an environment variable; null for one that is not set.</param>
    public SchwabOptions ToOptions(string account, Func<string, string?> variable) => new()
    {
        Account = account,
        AppKey = new Secret(variable(SchwabEnvironment.AppKey) ?? ""),
        AppSecret = new Secret(variable(SchwabEnvironment.AppSecret) ?? ""),
        Callback = Callback,
        Address = Address,
        AccountEnding = AccountEnding,
        ExtendedHours = ExtendedHours,
        Policies = CallPolicies.Schwab.WithLimit("api", new RateLimit(CallsPerMinute, TimeSpan.FromMinutes(1))),
    };

    public FileTokenStore ToStore(TimeProvider clock) => new(LoginFile ?? FileTokenStore.DefaultPath("schwab"), clock);
}
