namespace Trading.Agents.Ports;

/// <summary>What came of a call to a broker, in the words of the error table.</summary>
public enum BrokerOutcome
{
    Done,

    /// <summary>A business refusal: buying power, quantity, an invalid order. Not to be repeated as it is.</summary>
    Refused,

    /// <summary>The client order id is there already; the value is the order that has it.</summary>
    AlreadyExists,

    /// <summary>The broker does not know the order.</summary>
    NotFound,

    /// <summary>The order cannot be canceled or replaced any more.</summary>
    NoLongerOpen,

    /// <summary>Too many calls; see <see cref="BrokerAnswer{T}.RetryAt"/>.</summary>
    Throttled,

    /// <summary>The credentials were refused.</summary>
    Unauthorised,

    /// <summary>No answer: the call may or may not have had its effect.</summary>
    NoAnswer,

    /// <summary>The breaker is open; the broker was not called.</summary>
    BreakerOpen,
}
