using System.Collections.Concurrent;
using System.Collections.Immutable;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Delivery;
using Trading.Runtime.Exchange;
using Trading.Runtime.Telemetry;

namespace TradingFunctions.Paper;

/// <summary>A simulated account in the memory of one instance, shown the bars that a feed keeps in the bar history.</summary>
/// <remarks>
/// For development: another instance has another account, and a restart begins with a new one. News goes to the desk as a broker's
/// stream would bring it.
/// </remarks>
public sealed class PaperDesk(SimulatedExchange exchange, IBarHistory history, IStepStore steps, TimeProvider clock) : IBroker, IMarketDataSource, IDisposable
{
    private const int MostBars = 500;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<Symbol, Bar> _last = new();
    private readonly Outbox _outbox = new(AgentNames.Orders);

    public string Account => exchange.Account;

    public ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation) =>
        new(_last.TryGetValue(symbol, out var bar) ? Quote.At(symbol, bar.Close, bar.End) : null);

    public async ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var bars = await history.LastAsync(symbol, period, to, MostBars, cancellation);
        bars = [.. bars.Where(bar => bar.End > from)];
        await DoAsync(
            () =>
            {
                foreach (var bar in bars)
                    if (!_last.TryGetValue(symbol, out var shown) || bar.End > shown.End) exchange.OnBar(symbol, bar);
                if (!bars.IsEmpty) _last[symbol] = bars[^1];
                return new ValueTask<bool>(true);
            },
            cancellation);
        return bars;
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) =>
        DoAsync(() => exchange.SubmitAsync(ticket, cancellation), cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        DoAsync(() => exchange.CancelAsync(clientOrderId, brokerOrderId, cancellation), cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
        DoAsync(() => exchange.ReplaceAsync(clientOrderId, brokerOrderId, newClientOrderId, terms, cancellation), cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        DoAsync(() => exchange.FindAsync(clientOrderId, brokerOrderId, cancellation), cancellation);

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) =>
        DoAsync(() => exchange.OrdersAsync(since, cancellation), cancellation);

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) =>
        DoAsync(() => exchange.PositionsAsync(cancellation), cancellation);

    public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => DoAsync(() => exchange.AccountAsync(cancellation), cancellation);

    public void Dispose() => _gate.Dispose();

    private async ValueTask<T> DoAsync<T>(Func<ValueTask<T>> act, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var answer = await act();
            var said = ImmutableArray.CreateBuilder<Message>();
            while (exchange.TryTakeUpdate(out var update))
            {
                _outbox.Begin(default(MessageId), clock.GetUtcNow());
                OrderExecutionAgent.OnUpdate(Account, update, _outbox);
                said.AddRange(_outbox.Messages.Select(TradingTelemetry.Stamp));
            }
            // News that cannot be stored now is found by the sweep.
            if (said.Count > 0)
                await steps.CommitAsync(new Step { Agent = AgentNames.Orders, Time = clock.GetUtcNow(), Said = said.ToImmutable() }, cancellation);
            return answer;
        }
        finally
        {
            _gate.Release();
        }
    }
}
