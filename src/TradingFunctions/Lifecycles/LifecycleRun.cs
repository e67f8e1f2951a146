using System.Collections.Immutable;
using System.Text.Json;
using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Trades;

namespace TradingFunctions.Lifecycles;

/// <summary>The state of a lifecycle between two steps of its loop.</summary>
internal sealed class LifecycleRun<TState>
    where TState : class
{
    private readonly ILifecycle<TState> _lifecycle;
    private readonly TradeSettings _settings;
    private readonly Outbox _outbox = new(LifecycleRouting.Name);
    private TState? _state;
    private LifecycleStatus? _status;

    public LifecycleRun(ILifecycle<TState> lifecycle, TState? state, TradeSettings settings)
    {
        (_lifecycle, _state, _settings) = (lifecycle, state, settings);
        WakeAt = state is null ? null : lifecycle.DueAt(state);
    }

    /// <summary>When it is to be woken, in UTC.</summary>
    public DateTimeOffset? WakeAt { get; private set; }

    /// <summary>Whether it has ended, or never began, and waits for nothing.</summary>
    public bool IsAtRest => WakeAt is null && (_state is null || _lifecycle.IsEnded(_state));

    public JsonElement? ToJson() => _state is null ? null : JsonSerializer.SerializeToElement(_state, TradingJson.Of<TState>());

    public LifecycleStep Wake(DateTimeOffset now)
    {
        var wake = _lifecycle.Wake(_state!, now);
        WakeAt = null;
        return Handle(LifecycleEvent.Of(wake), wake, now);
    }

    /// <summary>Takes a message in. One that cannot be taken in changes nothing, and its step says why.</summary>
    public LifecycleStep Handle(LifecycleEvent arrived, Message message, DateTimeOffset now)
    {
        _outbox.Begin(message, now);
        try
        {
            if (!IsForAnother(message))
            {
                var (state, asksToBeWoken) = _lifecycle.Handle(_state, message, new Stamp(now, message.Id), _settings, _outbox);
                _state = state;
                if (asksToBeWoken || _lifecycle.DueAt(state) is null) WakeAt = _lifecycle.DueAt(state);
            }
            return new LifecycleStep(arrived, now, [.. _outbox.Messages.Select(LifecycleEvent.Element)]);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or InvalidCastException or MessageFormatException)
        {
            return new LifecycleStep(arrived, now, [], $"{fault.GetType().Name}: {fault.Message}");
        }
    }

    public LifecycleSteps Commit(string id, ImmutableArray<LifecycleStep>.Builder steps) =>
        new(_state is null ? "" : _lifecycle.AccountOf(_state), steps.ToImmutable(), id, ToJson());

    /// <summary>The custom status when it has changed, else null.</summary>
    public LifecycleStatus? ChangeOfStatus(string breaker, DateTimeOffset now)
    {
        if (_state is null) return null;
        var status = _lifecycle.StatusOf(_state, breaker, now);
        if (status with { Updated = default } == _status) return null;
        _status = status with { Updated = default };
        return status;
    }

    /// <summary>A message for all trades of a scope is raised to every trade that might be in it: an id does not tell the account.</summary>
    private bool IsForAnother(Message message) =>
        _state is Trade trade && LifecycleRouting.TargetOf(message)?.TradesIn is { } scope && !scope.Holds(trade.Scope);
}
