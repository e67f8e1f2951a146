using System.Collections.Concurrent;
using Trading.Agents;
using Trading.Messages;
using Trading.Runtime.Delivery;

namespace TradingFunctions.Delivery;

/// <summary>The copies of one agent in this process: each handles one entry at a time, so there are as many as work at once.</summary>
public sealed class AgentCopies(Func<AgentRunner> make, int most) : IDisposable
{
    private readonly ConcurrentBag<AgentRunner> _idle = [];
    private readonly SemaphoreSlim _free = new(most, most);

    /// <summary>How many there are at the most.</summary>
    public int Most => most;

    public Task<HandlingOutcome> HandleAsync(InboxEntry entry, CancellationToken cancellation) =>
        WithAsync(runner => runner.HandleAsync(entry, cancellation), cancellation);

    /// <summary>Lets one copy do something that no message asked for.</summary>
    public Task TickAsync(MessageId root, Func<IAgent, Outbox, ValueTask> tick, CancellationToken cancellation) =>
        WithAsync(
            async runner =>
            {
                await runner.TickAsync(root, tick, cancellation);
                return true;
            },
            cancellation);

    public void Dispose() => _free.Dispose();

    private async Task<T> WithAsync<T>(Func<AgentRunner, ValueTask<T>> act, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        var runner = _idle.TryTake(out var idle) ? idle : make();
        try
        {
            return await act(runner);
        }
        finally
        {
            _idle.Add(runner);
            _free.Release();
        }
    }
}
