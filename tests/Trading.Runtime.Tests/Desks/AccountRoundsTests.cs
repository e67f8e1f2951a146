using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Desks;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Desks;

/// <summary>What a desk does at its account by itself, while its memory comes and goes.</summary>
public sealed class AccountRoundsTests : IStepStore, IReconciledDesk
{
    private readonly WaitingAlarms _alarms = new(new Silent());
    private readonly List<Message> _stored = [];
    private bool _isAway;

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private AccountRounds Rounds => new(null!, this, this, _alarms, new FakeTimeProvider(), NullLogger.Instance);

    [Fact]
    public async Task A_halt_that_could_not_be_stored_is_asked_for_when_the_memory_is_back_and_then_once()
    {
        var rounds = Rounds;
        _alarms.Raise(new BrokerAlarm("SCHWAB_LOGIN_EXPIRED", "schwab", "Log in again.", HaltsTrading: true));
        _isAway = true;
        await Assert.ThrowsAsync<TimeoutException>(() => rounds.TakeAlarmsAsync(None));
        _isAway = false;

        await rounds.TakeAlarmsAsync(None);
        await rounds.TakeAlarmsAsync(None);

        Assert.Equal(TradingState.Halted, Assert.IsType<HaltRequested>(Assert.Single(_stored).Data).State);
    }

    ValueTask<StepOutcome> IStepStore.CommitAsync(Step step, CancellationToken cancellation)
    {
        if (_isAway) throw new TimeoutException("away");
        _stored.AddRange(step.Said);
        return new(StepOutcome.Committed);
    }

    ValueTask<Versioned<T>> IStepStore.LoadAsync<T>(StateKey key, CancellationToken cancellation) => default;

    ValueTask<bool> IStepStore.IsHandledAsync(InboxEntry entry, CancellationToken cancellation) => default;

    ValueTask<LifecyclesSeen> IReconciledDesk.LiveAsync(CancellationToken cancellation) => new(new LifecyclesSeen([], [], 0));

    ValueTask<Order?> IReconciledDesk.FindEndedAsync(OrderId id, CancellationToken cancellation) => default;

    ValueTask IReconciledDesk.TickAsync(string agent, MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation) => default;

    ValueTask<bool> IReconciledDesk.SettleAsync(CancellationToken cancellation) => new(true);

    Task IReconciledDesk.PauseAsync(CancellationToken cancellation) => Task.CompletedTask;

    private sealed class Silent : IBrokerAlarms
    {
        public void Raise(BrokerAlarm alarm)
        {
            // nobody to tell
        }
    }
}
