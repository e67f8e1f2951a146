using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Orders;
using Trading.Runtime.Exchange;

namespace Trading.Simulation;

/// <summary>The broker as a desk meets it: the simulated exchange behind a wire that answers with every row of the error table.</summary>
/// <remarks>
/// It may do what it is asked and not say so, say no for no reason, hold back the news of a fill, cancel later than it said, and be
/// gone. What it never does is lie about what is over: not found is only said of what is not there and not on its way.
/// </remarks>
internal sealed class FaultyBroker : IBroker
{
    private readonly World _world;
    private readonly SimulatedExchange _exchange;
    private readonly TrueBooks _truth;
    private readonly Dictionary<string, BrokerUpdate> _hidden = new(StringComparer.Ordinal);
    private readonly HashSet<string> _onTheWay = new(StringComparer.Ordinal);

    public FaultyBroker(World world, SimulatedExchange exchange, TrueBooks truth) => (_world, _exchange, _truth) = (world, exchange, truth);

    public string Account => _exchange.Account;

    /// <summary>The process that calls; it may die while it does.</summary>
    public Process? Caller { get; set; }

    /// <summary>Called with each piece of news that the stream brings.</summary>
    public Action<BrokerUpdate> News { get; set; } = static _ => { };

    /// <summary>Called when an order came to the broker.</summary>
    public Action Sent { get; set; } = static () => { };

    /// <summary>Called when an order came to the exchange, so that the market looks at it.</summary>
    public Action<OrderTicket> Taken { get; set; } = static _ => { };

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation)
    {
        foreach (var invariant in _world.Invariants) invariant.OnSubmit(ticket);
        if (FailsBefore<BrokerOrder>() is { } failure) return new(failure);
        if (Strike(FaultKind.BusinessRefusal) && _truth.Find(ticket.Id) is null && !_onTheWay.Contains(ticket.Id.Value))
            return new(BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.BrokerRefused, "40310000: the broker will not"));
        if (Strike(FaultKind.RequestDelayed))
        {
            _onTheWay.Add(ticket.Id.Value);
            _world.After(_world.Scheduling.Seconds(1, 7), () =>
            {
                _onTheWay.Remove(ticket.Id.Value);
                Submit(ticket);
            });
            return new(NoAnswer<BrokerOrder>());
        }
        var answer = Submit(ticket);
        return new(Finish(answer));
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        if (FailsBefore<BrokerOrder>() is { } failure) return new(failure);
        if (_onTheWay.Contains(clientOrderId)) return new(NoAnswer<BrokerOrder>());
        if (Strike(FaultKind.CancelRefused)) return new(BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.BrokerRefused, "the broker will not cancel just now"));
        if (Strike(FaultKind.CancelPending) && Find(clientOrderId, brokerOrderId) is { HasValue: true, Value: { State: not null } there } && there.State?.IsEnded() == false)
        {
            // The market may be faster than the cancel.
            _world.After(_world.Scheduling.Milliseconds(200, 6000), () =>
            {
                Finish(_exchange.CancelAsync(clientOrderId, brokerOrderId, CancellationToken.None));
                Drain();
            });
            return new(Finish(BrokerAnswers.Done(there)));
        }
        var answer = Finish(_exchange.CancelAsync(clientOrderId, brokerOrderId, cancellation));
        Drain();
        return new(Finish(answer));
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation)
    {
        if (FailsBefore<BrokerOrder>() is { } failure) return new(failure);
        if (_onTheWay.Contains(clientOrderId)) return new(NoAnswer<BrokerOrder>());
        if (Strike(FaultKind.BusinessRefusal)) return new(BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.BrokerRefused, "the broker will not replace it"));
        var answer = Finish(_exchange.ReplaceAsync(clientOrderId, brokerOrderId, newClientOrderId, terms, cancellation));
        Drain();
        return new(Finish(answer));
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation)
    {
        if (FailsBefore<BrokerOrder>() is { } failure) return new(failure);
        // Not found is only said when it is sure; a request that is still on its way makes it unsure.
        if (_onTheWay.Contains(clientOrderId)) return new(NoAnswer<BrokerOrder>());
        return new(Finish(Find(clientOrderId, brokerOrderId)));
    }

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        if (FailsBefore<ImmutableArray<BrokerOrder>>() is { } failure) return new(failure);
        var answer = Finish(_exchange.OrdersAsync(since, cancellation));
        return new(BrokerAnswers.Done(answer.Value.Select(View).ToImmutableArray()));
    }

    public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) =>
        FailsBefore<ImmutableArray<BrokerPosition>>() is { } failure ? new(failure) : _exchange.PositionsAsync(cancellation);

    public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) =>
        FailsBefore<BrokerAccount>() is { } failure ? new(failure) : _exchange.AccountAsync(cancellation);

    /// <summary>Called when the broker refused our credentials, so that somebody sees to it.</summary>
    public Action Refused { get; set; } = static () => { };

    public bool IsBusy => _truth.Busy.Count > 0;

    public bool Holds(MarketData.Symbol symbol) => _truth.Positions.GetValueOrDefault(symbol) != 0;

    /// <summary>Takes what the exchange has to tell: it is true at once, and known to the desk when the stream brings it.</summary>
    public void Drain()
    {
        while (_exchange.TryTakeUpdate(out var update))
        {
            _truth.OnUpdate(update);
            if (update.Fill is { } fill && Strike(FaultKind.FillHidden))
            {
                _hidden.Add(fill.ExecutionId, update);
                var delay = _world.Scheduling.Milliseconds(500, 25_000);
                _truth.OnHidden(update.ClientOrderId, _world.Now + delay);
                _world.Faults.Stir(_world.Now + delay);
                _world.After(delay, () =>
                {
                    _hidden.Remove(fill.ExecutionId);
                    Stream(update);
                });
                continue;
            }
            Stream(update);
        }
    }

    private void Stream(BrokerUpdate update)
    {
        if (_world.Faults.IsStreamSilent || Strike(FaultKind.NewsLost)) return;
        Bring(update);
        if (Strike(FaultKind.NewsDoubled)) Bring(update);
    }

    private void Bring(BrokerUpdate update)
    {
        var delay = Strike(FaultKind.NewsDelayed) ? _world.Scheduling.Seconds(1, 30) : _world.Scheduling.Milliseconds(5, 150);
        _world.After(delay, () => News(update));
    }

    private BrokerAnswer<BrokerOrder> Submit(OrderTicket ticket)
    {
        var answer = Finish(_exchange.SubmitAsync(ticket, CancellationToken.None));
        if (answer.Outcome == BrokerOutcome.Done) _truth.OnTaken(ticket);
        _world.Chronicle?.Tell(_world.Now, ticket.TradeId.Value, $"    exchange: {ticket.Id} came in: {answer.Outcome} {answer.Code} {answer.Reason}");
        Drain();
        if (answer.Outcome != BrokerOutcome.Done) return answer;
        Sent();
        Taken(ticket);
        return answer;
    }

    private BrokerAnswer<BrokerOrder> Find(string clientOrderId, string? brokerOrderId) => Finish(_exchange.FindAsync(clientOrderId, brokerOrderId, CancellationToken.None));

    /// <summary>What the caller sees of an answer: maybe nothing.</summary>
    private BrokerAnswer<BrokerOrder> Finish(BrokerAnswer<BrokerOrder> answer)
    {
        Caller?.MayDie();
        if (Strike(FaultKind.NoAnswerAfter)) return NoAnswer<BrokerOrder>();
        if (answer.Outcome == BrokerOutcome.AlreadyExists && _world.Scheduling.Chance(3000)) return answer with { Value = null };
        return answer.Value is { } order ? answer with { Value = View(order) } : answer;
    }

    /// <summary>An order as the broker shows it: without the fills that it holds back, and sometimes with a status nobody knows.</summary>
    private BrokerOrder View(BrokerOrder order)
    {
        if (Strike(FaultKind.StatusUnknown)) order = order with { State = null, Status = "pending_review" };
        if (order.Legs.Length > 0 && (_hidden.Count > 0)) order = order with { Legs = [.. order.Legs.Select(View)] };
        if (_hidden.Count == 0 || order.Fills.IsEmpty) return order;
        var seen = order.Fills.RemoveAll(fill => _hidden.ContainsKey(fill.ExecutionId));
        if (seen.Length == order.Fills.Length) return order;
        var filled = 0m;
        foreach (var fill in seen) filled += fill.Quantity;
        var state = order.State switch
        {
            OrderState.Filled or OrderState.PartiallyFilled => seen.IsEmpty ? OrderState.Accepted : OrderState.PartiallyFilled,
            var other => other,
        };
        return order with { Fills = seen, Filled = filled, State = state };
    }

    private BrokerAnswer<T>? FailsBefore<T>()
    {
        Caller?.MayDie();
        if (_world.Faults.IsBrokerGone || Strike(FaultKind.NoAnswerBefore)) return NoAnswer<T>();
        if (Strike(FaultKind.Throttled))
            return BrokerAnswers.Failed<T>(BrokerOutcome.Throttled, "429", "too many requests", _world.Desk.GetUtcNow() + TimeSpan.FromSeconds(3));
        if (Strike(FaultKind.Unauthorised))
        {
            Refused();
            return BrokerAnswers.Failed<T>(BrokerOutcome.Unauthorised, "401", "not authorised");
        }
        return null;
    }

    private bool Strike(FaultKind kind) => _world.Faults.Strike(kind);

    private static BrokerAnswer<T> NoAnswer<T>() => BrokerAnswers.Failed<T>(BrokerOutcome.NoAnswer, "504", "no answer");

    private static T Finish<T>(ValueTask<T> done) => done.GetAwaiter().GetResult();
}
