using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using Trading.Reconciliation;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;
using Agent = Trading.Messages.AgentNames;

namespace Trading.Messages;

/// <summary>One row for each event: payload, version of its schema, who says it, who hears it, what it means.</summary>
internal static class EventTable
{
    public static ImmutableArray<EventRow> Rows() =>
    [
        Row<QuoteRequested>(EventNames.QuoteRequested, 1, [Agent.Watchers], [Agent.MarketData], "Somebody wants the newest quote of a symbol.", EventExamples.QuoteRequested),
        Row<BarsRequested>(EventNames.BarsRequested, 1, [Agent.Watchers], [Agent.MarketData], "Somebody wants the bars that ended in a span of time.", EventExamples.BarsRequested),
        Row<SessionRequested>(EventNames.SessionRequested, 1, [Agent.Watchers], [Agent.MarketData], "Somebody wants to know which part of the trading day it is.", EventExamples.SessionRequested),
        Row<QuoteUpdated>(EventNames.QuoteUpdated, 1, [Agent.MarketData], [Agent.Positions], "A symbol has a new quote.", EventExamples.QuoteUpdated),
        Row<BarsReceived>(EventNames.BarsReceived, 1, [Agent.MarketData], [Agent.Strategy, Agent.Positions], "Bars of a symbol have ended.", EventExamples.BarsReceived),
        Row<SessionChanged>(EventNames.SessionChanged, 1, [Agent.MarketData], [Agent.Strategy], "A part of the trading day began.", EventExamples.SessionChanged),

        Row<EntrySignaled>(EventNames.EntrySignaled, 1, [Agent.Strategy], [Agent.Lifecycles], "A strategy wants into the market; this begins a trade.", EventExamples.EntrySignaled),
        Row<ExitSignaled>(EventNames.ExitSignaled, 1, [Agent.Strategy], [Agent.Lifecycles], "A strategy wants out of its trades of one direction in a symbol.", EventExamples.ExitSignaled),

        Row<ReviewRequested>(EventNames.ReviewRequested, 1, [Agent.Lifecycles], [Agent.Risk], "A trade asks whether it may be entered, and with how many shares.", EventExamples.ReviewRequested),
        Row<HaltRequested>(EventNames.HaltRequested, 1, [Agent.Watchers, Agent.Reconciliation], [Agent.Risk], "A person or an alert wants trading reduced or halted.", EventExamples.HaltRequested),
        Row<ResumeRequested>(EventNames.ResumeRequested, 1, [Agent.Watchers], [Agent.Risk], "A person wants trading resumed.", EventExamples.ResumeRequested),
        Row<TradeApproved>(EventNames.TradeApproved, 1, [Agent.Risk], [Agent.Lifecycles], "A trade may be entered, with the size that is reserved for it.", EventExamples.TradeApproved),
        Row<TradeDenied>(EventNames.TradeDenied, 1, [Agent.Risk], [Agent.Lifecycles], "A trade may not be entered, with a stable code that says why.", EventExamples.TradeDenied),
        Row<LimitBreached>(EventNames.LimitBreached, 1, [Agent.Risk], [Agent.Risk, Agent.Watchers], "A limit of the portfolio tripped, with the evidence to decide again.", EventExamples.LimitBreached),
        Row<TradingReduced>(EventNames.TradingReduced, 1, [Agent.Risk], [Agent.Risk, Agent.Watchers], "Only exits are sent until trading is resumed.", EventExamples.TradingReduced),
        Row<TradingHalted>(EventNames.TradingHalted, 1, [Agent.Risk], [Agent.Lifecycles, Agent.Risk, Agent.Watchers], "Nothing new is sent until trading is resumed; open trades may be left as well.", EventExamples.TradingHalted),
        Row<TradingResumed>(EventNames.TradingResumed, 1, [Agent.Risk], [Agent.Risk, Agent.Watchers], "Trading goes on.", EventExamples.TradingResumed),

        Row<OrderPlaced>(EventNames.OrderPlaced, 1, [Agent.Lifecycles], [Agent.Lifecycles], "A trade intends an order; this begins the order's lifecycle.", EventExamples.OrderPlaced),
        Row<OrderCancelOrdered>(EventNames.OrderCancelOrdered, 1, [Agent.Lifecycles], [Agent.Lifecycles], "A trade wants one of its orders canceled.", EventExamples.OrderCancelOrdered),
        Row<OrderReplaceOrdered>(EventNames.OrderReplaceOrdered, 1, [Agent.Lifecycles], [Agent.Lifecycles], "A trade wants one of its orders worked on other terms.", EventExamples.OrderReplaceOrdered),
        Row<SubmitRequested>(EventNames.SubmitRequested, 1, [Agent.Lifecycles], [Agent.Orders], "An order is to be sent to the broker.", EventExamples.SubmitRequested),
        Row<CancelRequested>(EventNames.CancelRequested, 1, [Agent.Lifecycles], [Agent.Orders], "An order is to be canceled at the broker.", EventExamples.CancelRequested),
        Row<ReplaceRequested>(EventNames.ReplaceRequested, 1, [Agent.Lifecycles], [Agent.Orders], "An order is to be replaced at the broker by one on other terms.", EventExamples.ReplaceRequested),
        Row<StatusRequested>(EventNames.StatusRequested, 1, [Agent.Lifecycles], [Agent.Orders], "An order is to be looked up at the broker.", EventExamples.StatusRequested),
        Row<OrderSubmitted>(EventNames.OrderSubmitted, 1, [Agent.Orders], [Agent.Lifecycles], "An order was sent; the broker may not have answered.", EventExamples.OrderSubmitted),
        Row<OrderAccepted>(EventNames.OrderAccepted, 1, [Agent.Orders], [Agent.Lifecycles], "The broker works an order.", EventExamples.OrderAccepted),
        Row<OrderPartiallyFilled>(EventNames.OrderPartiallyFilled, 1, [Agent.Orders], [Agent.Lifecycles, Agent.Risk, Agent.Positions], "Some shares of an order traded and some are left.", EventExamples.OrderPartiallyFilled),
        Row<OrderFilled>(EventNames.OrderFilled, 1, [Agent.Orders], [Agent.Lifecycles, Agent.Risk, Agent.Positions], "The last shares of an order traded.", EventExamples.OrderFilled),
        Row<OrderCanceled>(EventNames.OrderCanceled, 1, [Agent.Orders], [Agent.Lifecycles], "The broker ended an order before all of it traded.", EventExamples.OrderCanceled),
        Row<OrderRejected>(EventNames.OrderRejected, 1, [Agent.Orders], [Agent.Lifecycles], "The broker, the exchange or the desk's own gate refused an order.", EventExamples.OrderRejected),
        Row<OrderExpired>(EventNames.OrderExpired, 1, [Agent.Orders], [Agent.Lifecycles], "The time in force of an order ran out.", EventExamples.OrderExpired),
        Row<OrderReplaced>(EventNames.OrderReplaced, 1, [Agent.Orders], [Agent.Lifecycles], "The broker works an order on new terms.", EventExamples.OrderReplaced),
        Row<OrderChangeRefused>(EventNames.OrderChangeRefused, 1, [Agent.Orders], [Agent.Lifecycles], "The broker would not cancel or replace an order; it is as it was.", EventExamples.OrderChangeRefused),
        Inner<OrderWoken>(EventNames.OrderWoken, 1, "The time came that an order asked to be woken at.", EventExamples.OrderWoken),

        Row<PositionOpened>(EventNames.PositionOpened, 1, [Agent.Positions], [Agent.Watchers], "A trade holds its first shares.", EventExamples.PositionOpened),
        Row<PositionUpdated>(EventNames.PositionUpdated, 1, [Agent.Positions], [Agent.Watchers], "A trade holds more or fewer shares than before.", EventExamples.PositionUpdated),
        Row<PositionClosed>(EventNames.PositionClosed, 1, [Agent.Positions], [Agent.Watchers], "A trade holds no shares any more.", EventExamples.PositionClosed),
        Row<ExitRequested>(EventNames.ExitRequested, 1, [Agent.Positions], [Agent.Lifecycles], "A trade is to be left: stop, target, time, or on order.", EventExamples.ExitRequested),
        Row<StopMoved>(EventNames.StopMoved, 1, [Agent.Positions], [Agent.Lifecycles], "The protective stop of a trade belongs at a new price.", EventExamples.StopMoved),

        Row<OrderReport>(EventNames.OrderReported, 1, [Agent.Lifecycles], [Agent.Lifecycles], "An order tells its trade how it stands.", EventExamples.OrderReported),
        Inner<TradeWoken>(EventNames.TradeWoken, 1, "The time came that a trade asked to be woken at.", EventExamples.TradeWoken),
        Inner<WatchEnded>(EventNames.WatchEnded, 1, "Nobody watches for a trade's signal any longer.", EventExamples.WatchEnded),
        Row<TradeOpened>(EventNames.TradeOpened, 1, [Agent.Lifecycles], [Agent.Positions, Agent.Risk], "A trade is entered and holds shares.", EventExamples.TradeOpened),
        Row<TradeClosed>(EventNames.TradeClosed, 1, [Agent.Lifecycles], [Agent.Positions, Agent.Risk], "A trade is flat and all its orders have ended.", EventExamples.TradeClosed),
        Row<TradeRejected>(EventNames.TradeRejected, 1, [Agent.Lifecycles], [Agent.Risk], "A trade ended before it began: denied, or not reviewed in time.", EventExamples.TradeRejected),
        Row<TradeCanceled>(EventNames.TradeCanceled, 1, [Agent.Lifecycles], [Agent.Risk], "A trade ended without ever holding a share.", EventExamples.TradeCanceled),

        Row<DifferenceFound>(EventNames.DifferenceFound, 1, [Agent.Reconciliation], [Agent.Watchers], "The desk and its broker do not agree.", EventExamples.DifferenceFound),
        Row<AccountReconciled>(EventNames.AccountReconciled, 1, [Agent.Reconciliation], [Agent.Watchers], "The desk and its broker agree, or what they differ in has been dealt with.", EventExamples.AccountReconciled),
    ];

    private static EventRow Row<T>(
        EventName name, int version, ImmutableArray<string> saidBy, ImmutableArray<string> heardBy, string meaning, Func<T> example)
        where T : Payload => new(name, TradingJson.Of<T>(), version, saidBy, heardBy, meaning, example);

    /// <summary>What a host says to its own lifecycles.</summary>
    private static EventRow Inner<T>(EventName name, int version, string meaning, Func<T> example)
        where T : Payload => Row(name, version, [Agent.Lifecycles], [Agent.Lifecycles], meaning, example) with { IsInternal = true };
}
