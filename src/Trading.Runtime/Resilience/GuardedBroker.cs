using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Orders;
using Trading.Runtime.Telemetry;

namespace Trading.Runtime.Resilience;

/// <summary>A broker whose calls pass its breaker: a denied call is answered <see cref="BrokerOutcome.BreakerOpen"/> without being made.</summary>
/// <remarks>
/// What the broker answers is recorded as <see cref="BrokerOutcomes.ToBreaker"/> tells. An adapter that throws has a defect; the
/// breaker counts it as no answer, so that a broken adapter is not called on and on, and the exception goes on.
/// </remarks>
/// <param name="breaker">The name of the breaker: <see cref="BreakerNames"/>.</param>
public sealed class GuardedBroker(IBroker broker, BrokerKind kind, IBreakers breakers, string breaker, TimeProvider clock) : IBroker
{
    /// <summary>The stable code of a denial.</summary>
    public const string DenialCode = "BREAKER_OPEN";

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
        var permit = await breakers.EnterAsync(breaker, clock.GetUtcNow(), cancellation);
        var answer = permit.IsGranted ? await PassAsync(permit, call, cancellation) : Denied<T>(permit);
        if (TradingTelemetry.BrokerCalls.Enabled)
            TradingTelemetry.BrokerCalls.Add(1, new("account", Account), new("operation", operation), new("outcome", answer.Outcome.ToString()));
        return answer;
    }

    private async ValueTask<BrokerAnswer<T>> PassAsync<T>(BreakerPermit permit, Func<ValueTask<BrokerAnswer<T>>> call, CancellationToken cancellation)
    {
        var outcome = BreakerOutcome.Abandoned;
        try
        {
            var answer = await call();
            outcome = BrokerOutcomes.ToBreaker(kind, answer);
            return answer;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            outcome = new BreakerOutcome(BreakerEffect.Count, BrokerFailure.Ambiguous, $"{fault.GetType().Name}: {fault.Message}");
            throw;
        }
        finally
        {
            // Not cancelled with the call: a probe that is never recorded keeps every other call waiting for its lease.
            await breakers.RecordAsync(breaker, permit, outcome, clock.GetUtcNow(), CancellationToken.None);
        }
    }

    private BrokerAnswer<T> Denied<T>(in BreakerPermit permit)
    {
        var until = permit.RetryAt is { } time ? $"until {time:u}" : "until it is reset";
        return BrokerAnswers.Failed<T>(BrokerOutcome.BreakerOpen, DenialCode, $"The breaker {breaker} is open {until}: {permit.Reason}", permit.RetryAt);
    }
}
