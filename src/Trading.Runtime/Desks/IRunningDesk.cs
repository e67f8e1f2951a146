using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Reconciliation;
using Trading.Runtime.Brokers;

namespace Trading.Runtime.Desks;

/// <summary>A desk as whoever runs it sees it, wherever it keeps its memory.</summary>
/// <remarks>One thread at a time calls it.</remarks>
public interface IRunningDesk
{
    IVenue Venue { get; }

    /// <summary>The desk's time, in UTC.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Whether desk and broker have agreed since the start.</summary>
    bool IsReconciled { get; }

    /// <summary>Why nothing may trade on the account, as it was found at the start; null when the account is as configured.</summary>
    AccountProblem? Problem { get; }

    /// <summary>What the last reconciliation found.</summary>
    ImmutableArray<Difference> Differences { get; }

    /// <summary>When the next lifecycle wants to be woken, in UTC, as far as it is known here.</summary>
    DateTimeOffset? NextWake { get; }

    IBreakers Breakers { get; }

    IReadOnlyCollection<string> BreakerNames { get; }

    /// <summary>Makes desk and broker agree, then lets what waits go on.</summary>
    /// <returns>Whether they agree; when not, the start is to be tried again.</returns>
    Task<bool> StartAsync(CancellationToken cancellation);

    /// <summary>Lets everything happen that is due by the clock, and all that follows from it.</summary>
    Task TickAsync(CancellationToken cancellation);

    /// <summary>Hands out messages until none waits that can be handled now.</summary>
    Task RunUntilQuietAsync(CancellationToken cancellation);

    /// <summary>Says something from outside, such as a person's command; it is stored when this returns.</summary>
    Task SayAsync(EventName name, Scope scope, string subject, Payload data, CancellationToken cancellation);

    Task<DeskView> ViewAsync(CancellationToken cancellation);

    /// <summary>Whether a fault means that the desk's memory is out of reach and will be back, or in the hands of others for a moment: nothing is lost, and the next round goes on.</summary>
    bool IsAway(Exception fault);
}
