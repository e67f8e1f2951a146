using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.FakeBrokers.Faults;

namespace Trading.BrokerContract.Errors;

/// <summary>A row of the error table as it goes over the wire: what is asked, what is answered, and all that comes of it.</summary>
/// <param name="Asked">submit, cancel, replace, find or account.</param>
/// <param name="Answers">What the broker does to it; nothing where the broker says so by itself.</param>
public sealed record ErrorRow(string Asked, params IReadOnlyList<FaultRule> Answers)
{
    /// <summary>What is arranged before it is asked.</summary>
    public Func<WiredFloor, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>Whether the very order was sent before.</summary>
    public bool IsThere { get; init; }

    /// <summary>What the broker's answer is, by the table; null where nothing is wrong with it.</summary>
    public BrokerFailure? Is { get; init; }

    /// <summary>What the client answers in the end.</summary>
    public BrokerOutcome Outcome { get; init; }

    /// <summary>The stable code of the answer; null where it does not matter.</summary>
    public string? Code { get; init; }

    /// <summary>When the client says to ask again, from now; null for never.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How the breaker stands afterwards, having seen one failure before.</summary>
    public BreakerState Breaker { get; init; } = BreakerState.Closed;

    /// <summary>Whether only a person closes it again.</summary>
    public bool IsLatched { get; init; }

    /// <summary>The failures in a row that the breaker counts then: none when the broker answered, one more when it did not.</summary>
    public int InARow { get; init; }

    /// <summary>How often the request went out.</summary>
    public int Sent { get; init; } = 1;

    /// <summary>Whether a person is told, and whether trading is halted.</summary>
    public bool Alerts { get; init; }

    public bool Halts { get; init; }

    /// <summary>What the desk says of the order, in the order in which it says it.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>Words of the broker that the rejection tells.</summary>
    public string Reason { get; init; } = "";
}
