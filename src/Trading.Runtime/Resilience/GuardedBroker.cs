using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Orders;
using Trading.Runtime.Telemetry;

namespace Trading.Runtime.Resilience;

/// <summary>A broker whose calls pass its breaker: a denied call is answered <see cref="BrokerOutcome.BreakerOpen"/> without being made.</summary>
/// <remarks>
/// What the broker answers is recorded as <see cref="BrokerOutcomes.ToBreaker"/> tells. An adapter that throws has a defect; the
/// breaker counts it as no answer, so that a broken adapter is not called on and on, and the exception goes on. For adapters that do
/// not make their calls through <see cref="BrokerPipelines"/>, which pass the breaker call by call.
/// </remarks>
/// <param name="breaker">The name of the breaker: <see cref="BreakerNames"/>.</param>
public sealed class GuardedBroker(IBroker broker, BrokerKind kind, IBreakers breakers, string breaker, TimeProvider clock) : IBroker
{
    /// <summary>The stable code of a denial.</summary>
    public const string DenialCode = BreakerGate.DenialCode;

    private readonly BreakerGate _gate = new(breakers, breaker, clock);

    public string Account => broker.Account;

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) =>
        CallAsync("submit", () => broker.SubmitAsync(ticket, cancellation), cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        CallAsync("cancel", () => broker.CancelAsync(clientOrderId, brokerOrderId, cancellation), cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
        CallAsync("replace", () => broker.ReplaceAsync(clientOrderId, brokerOrderId, newClientOrderId, terms, cancellation), cancellation);

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        CallAsync("find", () => broker.FindAsync(clientOrderId, brokerOrderId, cancellation), cancellation);

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) =>
        CallAsync("orders", () => broker.OrdersAsync(since, cancellation), cancellation);

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) =>
        CallAsync("positions", () => broker.PositionsAsync(cancellation), cancellation);

    public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) =>
        CallAsync("account", () => broker.AccountAsync(cancellation), cancellation);

    private async ValueTask<BrokerAnswer<T>> CallAsync<T>(string operation, Func<ValueTask<BrokerAnswer<T>>> call, CancellationToken cancellation)
    {
        using var span = TradingTelemetry.StartBrokerCall(Account, operation);
        var result = await _gate.PassAsync(
            static async made => await made.call() is var answer ? new CallResult<T>(answer, BrokerOutcomes.ToBreaker(made.kind, answer), BrokerRemedy.None, null) : default,
            (call, kind), cancellation);
        if (TradingTelemetry.BrokerCalls.Enabled)
            TradingTelemetry.BrokerCalls.Add(1, new("account", Account), new("operation", operation), new("outcome", result.Answer.Outcome.ToString()));
        return result.Answer;
    }
}
