namespace TradingFunctions.Lifecycles;

/// <summary>How orchestrations are begun.</summary>
public sealed record LifecycleForwarderOptions
{
    /// <summary>How long an ended lifecycle stays before its orchestration completes.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(30);
}
