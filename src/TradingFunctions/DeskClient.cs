using Microsoft.DurableTask.Client;

namespace TradingFunctions;

/// <summary>The Durable client for what is not a function itself. A binding is the one place it comes from, so functions hand theirs on.</summary>
public sealed class DeskClient
{
    private readonly TaskCompletionSource<DurableTaskClient> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DurableTaskClient? _client;

    /// <exception cref="InvalidOperationException">No function has handed its client on yet.</exception>
    public DurableTaskClient Current => _client
        ?? throw new InvalidOperationException("No function has run yet that binds a Durable client. Whoever needs one is to call Use first.");

    public DurableTaskClient Use(DurableTaskClient client)
    {
        if (Interlocked.CompareExchange(ref _client, client, null) is { } known) return known;
        _first.TrySetResult(client);
        return client;
    }

    /// <summary>Waits for the first function that hands its client on.</summary>
    public Task<DurableTaskClient> FirstAsync(CancellationToken cancellation) => _first.Task.WaitAsync(cancellation);
}
