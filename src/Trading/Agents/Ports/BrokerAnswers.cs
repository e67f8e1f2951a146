namespace Trading.Agents.Ports;

/// <summary>Makes answers of brokers.</summary>
public static class BrokerAnswers
{
    public static BrokerAnswer<T> Done<T>(T value) => new(BrokerOutcome.Done, value, "", "", null);

    public static BrokerAnswer<T> Refused<T>(string code, string reason) => new(BrokerOutcome.Refused, default, code, reason, null);

    public static BrokerAnswer<T> Failed<T>(BrokerOutcome outcome, string code, string reason, DateTimeOffset? retryAt = null) =>
        new(outcome, default, code, reason, retryAt);

    public static BrokerAnswer<T> AlreadyExists<T>(T value) => new(BrokerOutcome.AlreadyExists, value, "", "", null);
}
