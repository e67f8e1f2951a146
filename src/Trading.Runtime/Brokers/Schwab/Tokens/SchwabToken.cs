using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab.Tokens;

/// <summary>What a login gave: the token that calls are made with, and the one that gets its successors. Times are in UTC.</summary>
/// <param name="AccessExpiresAt">Thirty minutes after it was made.</param>
/// <param name="LoggedInAt">When the person logged in. Refreshing does not extend the seven days from then.</param>
public sealed record SchwabToken(Secret Access, DateTimeOffset AccessExpiresAt, Secret Refresh, DateTimeOffset LoggedInAt)
{
    /// <summary>How long a login lasts. https://developer.schwab.com, OAuth: refresh tokens are valid for 7 days.</summary>
    public static readonly TimeSpan LoginLasts = TimeSpan.FromDays(7);

    /// <summary>How long before its end an access token is replaced.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    public DateTimeOffset LoginEndsAt => LoggedInAt + LoginLasts;

    public bool IsFresh(DateTimeOffset now) => now < AccessExpiresAt - Early;
}
