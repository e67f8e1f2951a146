namespace Trading.Agents.Ports;

/// <summary>The answer to a call to a broker. A failure is a value, with a code and the broker's words.</summary>
/// <param name="RetryAt">When a throttled call may be tried again, in UTC.</param>
public readonly record struct BrokerAnswer<T>(BrokerOutcome Outcome, T? Value, string Code, string Reason, DateTimeOffset? RetryAt)
{
    public bool IsDone => Outcome == BrokerOutcome.Done;

    /// <summary>Whether the broker told what the order is, whether or not it did what was asked.</summary>
    public bool HasValue => Value is not null;
}
