using Microsoft.DurableTask.Client;

namespace TradingFunctions;

/// <summary>The Durable client for what is not a function itself. A binding is the one place it comes from, so functions hand theirs on.</summary>
public sealed class DeskClient
{
    private DurableTaskClient? _client;

    /// <exception cref="InvalidOperationException">No function has handed its client on yet.</exception>
    public DurableTaskClient Current => _client
        ?? throw new InvalidOperationException("No function has run yet that binds a Durable client. Whoever needs one is to call Use first.");

    public DurableTaskClient Use(DurableTaskClient client) => Interlocked.CompareExchange(ref _client, client, null) ?? client;
}
