using StackExchange.Redis;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Redis;

/// <summary>Where Redis is, who we are to it, and how much is kept there.</summary>
public sealed record RedisSettings
{
    /// <summary>The environment variable that holds the password.</summary>
    public const string PasswordVariable = "REDIS_PASSWORD";

    public string Host { get; init; } = "localhost";

    public int Port { get; init; } = 6379;

    /// <summary>Whether the connection is encrypted. Then the server's certificate must be for <see cref="Host"/>.</summary>
    public bool Tls { get; init; }

    /// <summary>A file with the certificate of the authority that signed the server's; null where the machine knows it.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>The user of the access control list; null for the default user.</summary>
    public string? User { get; init; }

    /// <summary>Comes from the environment, never from a file; empty where the server asks for none.</summary>
    public Secret Password { get; init; }

    /// <summary>Which of the desks that share the server this one is: <see cref="RedisKeys"/>.</summary>
    public string Environment { get; init; } = "paper";

    /// <summary>How long Redis may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public RedisDeliveryOptions Delivery { get; init; } = RedisDeliveryOptions.Default;

    /// <summary>The settings with the password that the environment has.</summary>
    /// <param name="variable">Reads an environment variable; null for one that is not set.</param>
    public RedisSettings WithPassword(Func<string, string?> variable) => this with { Password = new Secret(variable(PasswordVariable) ?? "") };

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{(Tls ? "rediss" : "redis")}://{(User is null ? "" : $"{User}@")}{Host}:{Port} {Environment}";

    /// <param name="name">What the server calls the connection in its list of clients.</param>
    public ConfigurationOptions ToOptions(string name)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { Host, Port } },
            Ssl = Tls,
            SslHost = Tls ? Host : null,
            User = User,
            Password = Password.IsEmpty ? null : Password.Reveal(),
            ClientName = name,
            // A desk that starts while Redis is away waits for it; one that runs reconnects by itself.
            AbortOnConnectFail = false,
            ConnectTimeout = (int)Timeout.TotalMilliseconds,
            AsyncTimeout = (int)Timeout.TotalMilliseconds,
            ReconnectRetryPolicy = new LinearRetry(250),
            HeartbeatConsistencyChecks = true,
        };
        if (CertificateAuthority is { } file) options.TrustIssuer(file);
        return options;
    }
}
