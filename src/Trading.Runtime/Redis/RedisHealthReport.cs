using System.Collections.Immutable;

namespace Trading.Runtime.Redis;

/// <summary>How Redis and the inboxes stand.</summary>
/// <param name="RoundTrip">How long Redis took to answer; null when it did not.</param>
public sealed record RedisHealthReport(TimeSpan? RoundTrip, long DeadLetters, ImmutableArray<InboxHealth> Inboxes, ImmutableArray<RedisProblem> Problems)
{
    public bool IsWell => Problems.IsEmpty;

    /// <summary>Whether the platform should start the process again.</summary>
    public bool AsksForRestart => Problems.Any(problem => problem.AsksForRestart);
}
