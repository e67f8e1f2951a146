using Trading.Messages;

namespace Trading.Lifecycles;

/// <summary>One step of a lifecycle, kept for ever.</summary>
/// <param name="Event">What happened, in the table's own word.</param>
/// <param name="Reason">Why, for a person: a denial code, an exit reason, a broker's words. May be empty.</param>
/// <param name="Time">When the host handled it, in UTC.</param>
/// <param name="MessageId">The message that told of it.</param>
public readonly record struct Transition<TState>(TState From, TState To, string Event, string Reason, DateTimeOffset Time, MessageId MessageId)
    where TState : struct, Enum;
