namespace Trading.Breakers;

/// <summary>What happens to a breaker.</summary>
public enum BreakerTrigger
{
    /// <summary>The broker answered, whatever it said.</summary>
    Answer,

    /// <summary>A call failed, and fewer in a row than the threshold have.</summary>
    Failure,

    /// <summary>A call failed, and it was the last one in a row that is borne.</summary>
    LastFailure,

    /// <summary>A call failed in a way that one is too many, such as refused credentials.</summary>
    Trip,

    /// <summary>As <see cref="Trip"/>, and time alone will not mend it.</summary>
    Latch,

    /// <summary>A call ended by our own doing; nothing was learnt.</summary>
    Abandon,

    /// <summary>The time it was to stay open is over and a call asks.</summary>
    Rest,

    /// <summary>A person, or a refreshed token, closes it.</summary>
    Reset,
}
