using Microsoft.Extensions.Logging;
using Trading.Runtime.Redis;

namespace TradingFunctions.Lifecycles;

/// <summary>Whether the lifecycles of the environment are this app's to run, or agents outside Azure have them.</summary>
/// <remarks>Where they are not, the app leaves their inbox alone, reconciles nothing and so opens nothing.</remarks>
public sealed partial class LifecycleHost(LifecycleLease lease, TimeProvider clock, ILogger<LifecycleHost> log)
{
    private Answer? _answer;

    /// <summary>Why they are not ours, or null when they are. Asked of Redis now and then, which keeps them ours.</summary>
    public async ValueTask<string?> ProblemAsync()
    {
        if (_answer is { } known && clock.GetElapsedTime(known.At) < LifecycleLease.Between) return known.Problem;
        var at = clock.GetTimestamp();
        var problem = await lease.TakeAsync();
        if (problem is not null) LogElsewhere(problem);
        _answer = new Answer(problem, at);
        return problem;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing is traded here: {Problem}")]
    private partial void LogElsewhere(string problem);

    private sealed record Answer(string? Problem, long At);
}
