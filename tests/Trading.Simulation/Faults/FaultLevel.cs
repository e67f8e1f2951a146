namespace Trading.Simulation;

/// <summary>How much goes wrong in a run.</summary>
public enum FaultLevel
{
    /// <summary>Nothing: latency and partial fills only.</summary>
    None,

    /// <summary>What a bad month brings: late, lost and doubled messages, refusals, lost answers, now and then a crash.</summary>
    Some,

    /// <summary>Everything, often.</summary>
    All,
}
