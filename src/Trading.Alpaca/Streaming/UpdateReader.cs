using System.Collections.Immutable;
using Alpaca.Markets;
using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.Alpaca.Orders;
using Trading.Alpaca.Wire;
using Trading.Orders;

namespace Trading.Alpaca.Streaming;

/// <summary>Reads trade updates as the desk's news.</summary>
internal sealed partial class UpdateReader(OrderReader orders, LegNames names, UnknownWords words, string account, ILogger log)
{
    /// <summary>What one update tells, and whether it leaves something unclear, so that the orders are to be asked for.</summary>
    public async ValueTask<(ImmutableArray<BrokerUpdate> Updates, bool IsUnclear)> ReadAsync(ITradeUpdate update, CancellationToken cancellation)
    {
        var order = update.Order;
        if (words.TakeOf(update.ExecutionId) is { } unknown)
        {
            LogUnknown(log, account, order.OrderId, unknown);
            return ([], true);
        }
        if (names.Of(order) is null) await orders.LearnAsync(order, cancellation);
        if (names.Of(order) is not { } name) return ([], false); // none of ours: reconciliation tells of it
        if (update.Event == TradeEvent.Replaced || order.OrderStatus == OrderStatus.Replaced) return await SuccessorAsync(order, name, cancellation);
        var at = Executions.Utc(update.TimestampUtc ?? order.UpdatedAtUtc);
        if (update.Event is TradeEvent.OrderCancelRejected or TradeEvent.ReplaceRejected)
            return ([], true); // the request's lifecycle asks what became of it
        var told = ImmutableArray.CreateBuilder<BrokerUpdate>(2);
        var state = AlpacaStatuses.Of(order.OrderStatus, order.FilledQuantity, order.Quantity);
        if (order.ReplacesOrderId is not null && state is not OrderState.Rejected)
            told.Add(new BrokerUpdate(name, order.OrderId.ToString(), null, null, order.FilledQuantity, OrderReader.TermsOf(order, name), "", at));
        var fill = update.Event is TradeEvent.Fill or TradeEvent.PartialFill or TradeEvent.PartiallyFilled
            ? Executions.Of(update, OrderReader.TermsOf(order, name).Side)
            : null;
        told.Add(new BrokerUpdate(name, order.OrderId.ToString(), state, fill, order.FilledQuantity, null, Reason(update.Event), at));
        return (told.ToImmutable(), false);
    }

    /// <summary>What took the place of an order: its terms are news, and when Alpaca itself put it there it goes by the same name.</summary>
    private async ValueTask<(ImmutableArray<BrokerUpdate>, bool)> SuccessorAsync(IOrder replaced, string name, CancellationToken cancellation)
    {
        var found = await orders.FollowAsync(replaced, name, cancellation);
        if (found.Value is not { } next || names.Of(next) is not { } nextName || next.OrderId == replaced.OrderId) return ([], true);
        var update = new BrokerUpdate(
            nextName, next.OrderId.ToString(), null, null, next.FilledQuantity, OrderReader.TermsOf(next, nextName), "", Executions.Utc(next.UpdatedAtUtc));
        return ([update], false);
    }

    private static string Reason(TradeEvent told) => told switch
    {
        TradeEvent.Canceled => "canceled at Alpaca",
        TradeEvent.Expired => "its time in force ran out",
        TradeEvent.Rejected => "rejected by Alpaca or the exchange",
        _ => "",
    };

    [LoggerMessage(EventId = 4104, Level = LogLevel.Error, Message = "Alpaca told something unknown of order {Order} of {Account}: {Words}. Nothing is concluded from it; the order is looked up")]
    private static partial void LogUnknown(ILogger log, string account, Guid order, string words);
}
