using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;
using TradingFunctions.Lifecycles;
using TradingFunctions.Metrics;

namespace TradingFunctions.Delivery;

/// <summary>Works off the inboxes: one entry when its trigger rings, and all that is left over when the sweep comes by.</summary>
public sealed partial class InboxService(
    RedisDesk redis, DeskAgents agents, RedeliveryPolicy policy, LifecycleForwarderOptions lifecycles, LifecycleHost host, DeskSettings settings, DeskClient clients,
    DeskMetrics metrics, TimeProvider clock, ILogger<InboxService> log)
{
    private const int AtOnce = 16;

    private readonly string _consumer = $"{Environment.MachineName}-{Environment.ProcessId}";

    public static ImmutableArray<string> Inboxes => InboxRoutes.Desk.Inboxes;

    /// <summary>A trigger saw an entry. It is taken from the stream itself, so that whoever comes first handles it, and nobody twice.</summary>
    /// <param name="bell">The entry as the trigger tells it: <c>{"Id":"1795-0","Values":{...}}</c>.</param>
    public async Task RingAsync(string inbox, string bell, DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        using var entry = JsonDocument.Parse(bell);
        await TakeAsync(inbox, entry.RootElement.GetProperty("Id").GetString()!, cancellation);
    }

    /// <summary>Handles one entry that somebody knows to be there, unless another was first.</summary>
    public async Task TakeAsync(string inbox, string entryId, CancellationToken cancellation)
    {
        if (inbox == AgentNames.Lifecycles && await host.ProblemAsync() is not null) return;
        if (await redis.Inboxes.TakeAsync(inbox, _consumer, entryId, cancellation) is { } taken) await HandleAsync(taken, cancellation);
    }

    /// <summary>How many entries of an inbox this process handles at once.</summary>
    public int AtOnceOf(string inbox) => inbox == AgentNames.Lifecycles ? AtOnce : agents[inbox].Most;

    /// <summary>Hands out what is overdue and what no trigger told of, until there is none or the time is up.</summary>
    /// <returns>How many entries were handed out.</returns>
    public async Task<int> SweepAsync(string inbox, TimeSpan within, DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        if (inbox == AgentNames.Lifecycles && await host.ProblemAsync() is not null) return 0;
        var began = clock.GetTimestamp();
        for (var count = 0; ;)
        {
            var entries = await redis.Inboxes.TakeOverdueAsync(inbox, _consumer, policy, AtOnce, cancellation);
            // Where the sweep is all there is, a canary shows that it lives; else it is the trigger's.
            if (entries.IsEmpty) entries = await redis.Inboxes.TakeUntoldAsync(inbox, _consumer, AtOnce, leavesCanaries: !settings.DrainsByTimer, cancellation);
            count += entries.Length;
            foreach (var entry in entries) await HandleAsync(entry, cancellation);
            if (entries.IsEmpty || clock.GetElapsedTime(began) > within) return count;
        }
    }

    private async Task HandleAsync(InboxEntry entry, CancellationToken cancellation)
    {
        if (entry.Deliveries > 1) metrics.Redelivered(entry.Inbox);
        if (entry.Inbox == AgentNames.Lifecycles) await ForwardAsync(entry, cancellation);
        else await agents[entry.Inbox].HandleAsync(entry, cancellation);
    }

    private async Task ForwardAsync(InboxEntry entry, CancellationToken cancellation)
    {
        try
        {
            var forwarder = new LifecycleForwarder(clients.Current, redis.Steps, settings.Desk.Trades, lifecycles, clock);
            await forwarder.ForwardAsync(entry, cancellation);
        }
#pragma warning disable CA1031 // whatever the Durable service answers, the entry stays in its inbox and comes again
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(fault, entry.Message.Name, entry.Message.Subject, entry.Deliveries);
            if (entry.Deliveries >= policy.MostDeliveries) await redis.Inboxes.BuryAsync(entry, $"{fault.GetType().Name}: {fault.Message}", cancellation);
            else await redis.Inboxes.NoteFailureAsync(entry, cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Event} for {Subject} did not reach its lifecycle, delivery {Deliveries}")]
    private partial void LogFailed(Exception fault, EventName @event, string subject, int deliveries);
}
