using Trading.Runtime.Redis;

namespace Trading.Runtime.Configuration;

/// <summary>The Redis that the processes of a desk share. The password is given in the environment: <see cref="RedisSettings.PasswordVariable"/>.</summary>
internal static class RedisSection
{
    public static RedisSettings Read(SettingSection root)
    {
        var fallback = new RedisSettings();
        var section = root.Section("redis", $"The Redis that the processes of a desk share; see docs/redis.md. The password is in {RedisSettings.PasswordVariable}.");
        var settings = new RedisSettings
        {
            Host = section.Text("host", fallback.Host, "The server.", "the name or the address of a host", IsHost),
            Port = section.Whole("port", fallback.Port, 1, 65_535, "Its port."),
            Tls = section.Flag("tls", fallback.Tls, "Whether the connection is encrypted."),
            CertificateAuthority = section.OptionalText("certificateAuthority", "A file with the certificate of who signed the server's, where this machine does not know it.", "a path", text => text.Trim().Length > 0),
            User = section.OptionalText("user", "The user of the access control list; off for the default user.", "a name without blanks", text => !text.Any(char.IsWhiteSpace)),
            Environment = section.Text("environment", fallback.Environment, "Which of the desks that share the server this is; a part of every key.", "1 to 32 characters of a-z, 0-9, - and _", RedisKeys.IsEnvironment),
            Timeout = section.Duration("timeout", fallback.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), "How long it may take to answer."),
            Delivery = new RedisDeliveryOptions
            {
                HandledFor = section.Duration("handledFor", fallback.Delivery.HandledFor, TimeSpan.FromHours(1), TimeSpan.FromDays(30), "How long it is known that a message was handled."),
                MostHandled = section.Whole("mostHandled", fallback.Delivery.MostHandled, 1_000, 100_000_000, "How many handled messages each inbox knows at the most; about 120 bytes each."),
                EndedFor = section.Duration("endedFor", fallback.Delivery.EndedFor, TimeSpan.FromDays(8), TimeSpan.FromDays(3650), "How long trades and orders that have ended are kept; reconciliation looks back seven days."),
            },
        };
        section.RefuseUnknown();
        return settings;
    }

    private static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;
}
