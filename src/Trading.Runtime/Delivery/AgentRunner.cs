using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Telemetry;

namespace Trading.Runtime.Delivery;

/// <summary>Gives entries of an inbox to one copy of its agent, and commits what comes of each as one step.</summary>
/// <remarks>
/// The agent is made anew after a step that was not committed, because what it keeps in memory may be of that step. For one
/// entry at a time; several copies make several runners.
/// </remarks>
public sealed partial class AgentRunner
{
    /// <summary>How often a step is decided again because a value it loaded was changed meanwhile.</summary>
    public const int MostConflicts = 20;

    private readonly Func<IStateStore, IAgent> _make;
    private readonly IStepStore _store;
    private readonly IInboxes _inboxes;
    private readonly RedeliveryPolicy _policy;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly StepStateStore _state;
    private IAgent? _agent;
    private Outbox? _outbox;

    public AgentRunner(
        Func<IStateStore, IAgent> make, IStepStore store, IInboxes inboxes, RedeliveryPolicy policy, TimeProvider clock, ILogger<AgentRunner> log)
    {
        (_make, _store, _inboxes, _policy, _clock, _log) = (make, store, inboxes, policy, clock, log);
        _state = new StepStateStore(store);
    }

    /// <summary>The agent, as it is now.</summary>
    public IAgent Agent => _agent ??= _make(_state);

    /// <summary>Handles an entry. A fault of the agent or of the store is an outcome; only cancelling throws.</summary>
    public async ValueTask<HandlingOutcome> HandleAsync(InboxEntry entry, CancellationToken cancellation)
    {
        using var span = TradingTelemetry.StartHandling(entry.Inbox, entry.Message);
        var began = _clock.GetTimestamp();
        try
        {
            if (!entry.IsKnownUnhandled && await _store.IsHandledAsync(entry, cancellation))
            {
                await _inboxes.DropAsync(entry, cancellation);
                return HandlingOutcome.Repeated;
            }
            var outcome = await StepAsync(entry, entry.Message.Id, (agent, outbox) => agent.HandleAsync(entry.Message, outbox, cancellation), cancellation);
            if (outcome != StepOutcome.AlreadyHandled)
            {
                TradingTelemetry.Handled(entry.Inbox, entry.Message, _clock.GetElapsedTime(began));
                return HandlingOutcome.Handled;
            }
            await _inboxes.DropAsync(entry, cancellation);
            return HandlingOutcome.Repeated;
        }
#pragma warning disable CA1031 // whatever an agent throws, the others go on and the message is not lost
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            span?.SetStatus(ActivityStatusCode.Error, fault.Message);
            return await FailAsync(entry, fault, cancellation);
        }
    }

    /// <summary>Lets the agent do something that no message asked for, such as a tick of its timer, and commits it as a step.</summary>
    /// <param name="root">What ids of messages are derived from: the same tick has the same root.</param>
    public async ValueTask TickAsync(MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation) =>
        await StepAsync(null, root, tick, cancellation);

    private async ValueTask<StepOutcome> StepAsync(
        InboxEntry? entry, MessageId root, Func<IAgent, Outbox, ValueTask> act, CancellationToken cancellation)
    {
        var isCommitted = false;
        try
        {
            for (var attempt = 0; attempt < MostConflicts; attempt++)
            {
                var agent = Agent;
                var outbox = _outbox ??= new Outbox(agent.Name);
                var now = _clock.GetUtcNow();
                _state.Clear();
                if (entry is null) outbox.Begin(root, now);
                else outbox.Begin(entry.Message, now);
                await act(agent, outbox);
                var step = new Step
                {
                    Agent = agent.Name,
                    Handled = entry,
                    Time = now,
                    Writes = _state.Writes,
                    Said = [.. outbox.Messages.Select(TradingTelemetry.Stamp)],
                };
                if (step is { Handled: null, Writes: [], Said: [] }) { isCommitted = true; return StepOutcome.Committed; }
                var outcome = await _store.CommitAsync(step, cancellation);
                isCommitted = outcome == StepOutcome.Committed;
                if (outcome != StepOutcome.Conflict) return outcome;
                _agent = null;
            }
            throw new StepConflictException(
                $"What {Agent.Name} decides on changed {MostConflicts} times while it was deciding{(entry is null ? "" : $" on {entry.Message.Name} for {entry.Message.Subject}")}. It will be tried again.");
        }
        finally
        {
            if (!isCommitted) _agent = null;
        }
    }

    private async ValueTask<HandlingOutcome> FailAsync(InboxEntry entry, Exception fault, CancellationToken cancellation)
    {
        if (TradingTelemetry.HandlerFailures.Enabled)
            TradingTelemetry.HandlerFailures.Add(1, new("agent", entry.Inbox), new("event", entry.Message.Name.Value));
        var isLast = entry.Deliveries >= _policy.MostDeliveries;
        if (isLast) LogBuried(fault, entry.Inbox, entry.Message.Name, entry.Message.Subject, entry.Deliveries);
        else LogFailed(fault, entry.Inbox, entry.Message.Name, entry.Message.Subject, entry.Deliveries);
        try
        {
            if (isLast) await _inboxes.BuryAsync(entry, $"{fault.GetType().Name}: {fault.Message}", cancellation);
            else await _inboxes.NoteFailureAsync(entry, cancellation);
            return isLast ? HandlingOutcome.Buried : HandlingOutcome.Failed;
        }
#pragma warning disable CA1031 // a store out of reach leaves the entry where it is, and it comes again
        catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return HandlingOutcome.Failed;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Agent} failed on {Event} for {Subject}, delivery {Deliveries}; it comes again")]
    private partial void LogFailed(Exception fault, string agent, EventName @event, string subject, int deliveries);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Agent} failed on {Event} for {Subject} for the last time, delivery {Deliveries}; it is a dead letter")]
    private partial void LogBuried(Exception fault, string agent, EventName @event, string subject, int deliveries);
}
