using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Brokers;
using Trading.Runtime.Delivery;
using Trading.Runtime.Desks;
using Trading.Runtime.Reconciliation;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Desks;

/// <summary>What a desk does at its account by itself, while its memory comes and goes.</summary>
public sealed class AccountRoundsTests : IStepStore, IReconciledDesk, IAsyncDisposable
{
    private readonly WaitingAlarms _alarms = new(new Silent());
    private readonly List<Message> _stored = [];
    private readonly Line _line = new();
    private bool _isAway;

    private static readonly DateTimeOffset Noon = new(2026, 8, 21, 16, 0, 0, TimeSpan.Zero);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    private AccountRounds Rounds => new(_line, this, this, _alarms, new FakeTimeProvider(), NullLogger.Instance);

    public ValueTask DisposeAsync() => _line.DisposeAsync();

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

    [Fact]
    public async Task Orders_are_asked_for_until_the_broker_answers_from_where_the_first_who_wanted_it_did()
    {
        var rounds = Rounds;
        _line.Wanted = Noon.AddMinutes(-10);
        await rounds.SweepAsync(Noon, () => true, None);
        _line.Wanted = Noon.AddMinutes(-1);
        await rounds.SweepAsync(Noon.AddSeconds(1), () => true, None);
        _line.IsCut = false;
        await rounds.SweepAsync(Noon.AddSeconds(2), () => true, None);
        await rounds.SweepAsync(Noon.AddSeconds(9), () => true, None);

        Assert.Equal(Enumerable.Repeat(Noon.AddMinutes(-10), 3), _line.Asked);
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_is_asked_for_orders_once_a_second_at_the_most()
    {
        var rounds = Rounds;
        _line.Wanted = Noon;
        for (var i = 0; i <= 100; i++) await rounds.SweepAsync(Noon.AddMilliseconds(20 * i), () => true, None);
        Assert.Equal(3, _line.Asked.Count);
    }

    [Fact]
    public async Task A_sweep_that_could_not_be_stored_is_made_again_when_the_memory_is_back()
    {
        var rounds = Rounds;
        (_line.Wanted, _line.IsCut, _isAway) = (Noon, false, true);
        await Assert.ThrowsAsync<TimeoutException>(() => rounds.SweepAsync(Noon, () => true, None));
        _isAway = false;
        await rounds.SweepAsync(Noon.AddSeconds(1), () => true, None);
        Assert.Equal([Noon, Noon], _line.Asked);
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

    async ValueTask IReconciledDesk.TickAsync(string agent, MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation)
    {
        await tick(new OrderExecutionAgent([_line], null!), new Outbox(agent));
        if (_isAway) throw new TimeoutException("away");
    }

    ValueTask<bool> IReconciledDesk.SettleAsync(CancellationToken cancellation) => new(true);

    Task IReconciledDesk.PauseAsync(CancellationToken cancellation) => Task.CompletedTask;

    private sealed class Silent : IBrokerAlarms
    {
        public void Raise(BrokerAlarm alarm)
        {
            // nobody to tell
        }
    }

    /// <summary>A line to a broker that may be cut, and which asks for a sweep when it may have missed something.</summary>
    private sealed class Line : IVenue, IBroker
    {
        public DateTimeOffset? Wanted { get; set; }
        public bool IsCut { get; set; } = true;
        public List<DateTimeOffset> Asked { get; } = [];
        public string Account => "main";
        public string Breaker => "";
        public IMarketDataSource MarketData => throw new NotSupportedException();
        public IBarHistory History => throw new NotSupportedException();
        public IMarketDataSource NewBars => throw new NotSupportedException();
        public ImmutableArray<(Symbol Symbol, BarPeriod Period)> Watched => [];
        public DateTimeOffset? NextTime => null;
        public bool HasEnded => false;
        public TimeSpan? SweepsEvery => null;
        public IBroker Open(VenueParts parts) => this;
        public ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation) => default;
        public ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation) => default;
        public ValueTask DisposeAsync() => default;

        public bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update)
        {
            update = null;
            return false;
        }

        public bool TryTakeSweep(out DateTimeOffset since)
        {
            (since, var isWanted, Wanted) = (Wanted.GetValueOrDefault(), Wanted is not null, null);
            return isWanted;
        }

        public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation)
        {
            Asked.Add(since);
            return new(IsCut ? BrokerAnswers.Failed<ImmutableArray<BrokerOrder>>(BrokerOutcome.NoAnswer, "", "cut") : BrokerAnswers.Done<ImmutableArray<BrokerOrder>>([]));
        }

        public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) => throw new NotSupportedException();
        public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) => throw new NotSupportedException();
        public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) => throw new NotSupportedException();
        public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) => throw new NotSupportedException();
        public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) => throw new NotSupportedException();
        public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => throw new NotSupportedException();
    }
}
