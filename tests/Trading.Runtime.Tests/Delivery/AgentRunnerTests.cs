using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace Trading.Runtime.Tests.Delivery;

/// <summary>A runner whose store others are always faster at.</summary>
public sealed class AgentRunnerTests : IStepStore, IAgent
{
    private int _commits;

    string IAgent.Name => AgentNames.Risk;

    ImmutableArray<EventPattern> IAgent.Hears => [];

    [Fact]
    public async Task A_step_that_meets_a_change_each_time_is_given_up_for_now_and_nothing_of_it_is_stored()
    {
        var runner = new AgentRunner(_ => this, this, new NoInboxes(), new RedeliveryPolicy(), TimeProvider.System, NullLogger<AgentRunner>.Instance);

        await Assert.ThrowsAsync<StepConflictException>(async () => await runner.TickAsync(MessageId.From("a tick"), (_, outbox) =>
        {
            outbox.Say(EventNames.QuoteRequested, "AAPL", Scope.OfMarket("AAPL"), new QuoteRequested("AAPL"));
            return ValueTask.CompletedTask;
        }, TestContext.Current.CancellationToken));

        Assert.Equal(AgentRunner.MostConflicts, _commits);
    }

    ValueTask IAgent.HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => ValueTask.CompletedTask;

    ValueTask<StepOutcome> IStepStore.CommitAsync(Step step, CancellationToken cancellation)
    {
        _commits++;
        return new(StepOutcome.Conflict);
    }

    ValueTask<Versioned<T>> IStepStore.LoadAsync<T>(StateKey key, CancellationToken cancellation) => new(default(Versioned<T>));

    ValueTask<bool> IStepStore.IsHandledAsync(InboxEntry entry, CancellationToken cancellation) => new(false);

    private sealed class NoInboxes : IInboxes
    {
        public ValueTask<ImmutableArray<InboxEntry>> TakeNewAsync(string inbox, string consumer, int most, CancellationToken cancellation) => new([]);

        public ValueTask<ImmutableArray<InboxEntry>> TakeOverdueAsync(string inbox, string consumer, RedeliveryPolicy policy, int most, CancellationToken cancellation) => new([]);

        public ValueTask BuryAsync(InboxEntry entry, string error, CancellationToken cancellation) => ValueTask.CompletedTask;

        public ValueTask DropAsync(InboxEntry entry, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
