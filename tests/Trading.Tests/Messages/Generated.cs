using System.Text;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Trades;

namespace Trading.Tests.Messages;

/// <summary>Values as wide as their types allow, for what must survive being written and read.</summary>
internal static class Generated
{
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_";
    private const string SymbolCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-/=^";

    public static readonly Gen<MessageId> MessageIds = Gen.UInt128.Where(value => value != default).Select(value => new MessageId(value));
    public static readonly Gen<string> Names = Gen.Char[NameCharacters].Array[1, 32].Select(letters => new string(letters));
    public static readonly Gen<Symbol> Symbols = Gen.Char[SymbolCharacters].Array[1, 15].Select(letters => new Symbol(new string(letters)));
    public static readonly Gen<Price> Prices = Gen.OneOf(Gen.Long[long.MinValue + 1, long.MaxValue], Gen.Long[-1_000_000_000_000, 1_000_000_000_000]).Select(Price.FromUnits);
    public static readonly Gen<Price> PositivePrices = Gen.Long[1, long.MaxValue].Select(Price.FromUnits);
    public static readonly Gen<decimal> Numbers = Gen.OneOf(Gen.Decimal, Gen.Const(decimal.MaxValue), Gen.Const(decimal.MinValue), Gen.Const(0.0000000000000000000000000001m), Gen.Int.Select(i => (decimal)i));
    public static readonly Gen<string> Texts = Gen.OneOf(Gen.String, Gen.Const("Zürich 株 \U0001F4C8 \"quoted\" \\ \0 \u2028 <&'+>")).Select(Whole);
    public static readonly Gen<string> Labels = Gen.OneOf(Texts.Where(MessageAttributes.IsText), Gen.Const("Zürich 株 \U0001F4C8 \"quoted\" \\ <&'+>"));
    public static readonly Gen<DateTimeOffset> Times = Gen.Long[0, DateTimeOffset.MaxValue.Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
    public static readonly Gen<TimeSpan> Spans = Gen.Long.Select(TimeSpan.FromTicks);

    public static readonly Gen<Scope> TradeScopes = Gen.Select(Names, Names, Symbols, (account, strategy, symbol) => new Scope(account, strategy, symbol));
    public static readonly Gen<Scope> Scopes = Gen.Select(Gen.OneOf(Gen.Const(""), Names), Gen.OneOf(Gen.Const(""), Names), Gen.OneOf(Gen.Const(default(Symbol)), Symbols),
        (account, strategy, symbol) => new Scope(account, strategy, symbol));
    public static readonly Gen<TradeId> TradeIds = Gen.Select(MessageIds, Times, TradeScopes, TradeId.Of);
    public static readonly Gen<OrderId> OrderIds = Gen.Select(TradeIds, Gen.Enum<OrderRole>(), Gen.Int[1, int.MaxValue], (trade, role, attempt) => new OrderId(trade, role, attempt));

    public static readonly Gen<Trail> Trails = Gen.OneOf(
        PositivePrices.Select(Trail.OfAmount),
        Gen.Int[1, 9_999].Select(hundredths => Trail.OfPercent(hundredths / 100m)));

    public static readonly Gen<OrderTerms> Terms = Gen.Select(
        Gen.Enum<OrderSide>(), Numbers, Gen.Enum<OrderType>(), Gen.Enum<TimeInForce>(), Maybe(Prices), Maybe(Prices), MaybeNull(Trails), Gen.Bool,
        (side, quantity, type, timeInForce, limit, stop, trail, extended) => new OrderTerms(side, quantity, type, timeInForce)
        {
            LimitPrice = limit,
            StopPrice = stop,
            Trail = trail,
            ExtendedHours = extended,
        });

    public static readonly Gen<OrderTicket> SingleTickets = Gen.Select(
        OrderIds, TradeIds, TradeScopes, Gen.Enum<OrderRole>(), Terms, Maybe(OrderIds), Maybe(OrderIds), Spans,
        (id, trade, scope, role, terms, parent, link, timeout) => new OrderTicket(id, trade, scope, role, terms) { Parent = parent, Link = link, AnswerTimeout = timeout });

    public static readonly Gen<OrderTicket> Tickets = Gen.Select(SingleTickets, SingleTickets.Array[0, 2], (ticket, attached) => ticket with { Attached = [.. attached] });

    public static readonly Gen<StopPolicy> Policies = Gen.OneOf<StopPolicy>(
        Prices.Select(price => (StopPolicy)new StopPolicy.Fixed(price)),
        Gen.Select(Gen.Int, Numbers, (period, multiple) => (StopPolicy)new StopPolicy.AverageTrueRange(period, multiple)),
        Trails.Select(trail => (StopPolicy)new StopPolicy.Trailing(trail)),
        Gen.Select(Numbers, Prices, (after, offset) => (StopPolicy)new StopPolicy.BreakEven(after, offset)),
        Numbers.Select(risk => (StopPolicy)new StopPolicy.ProfitTarget(risk)),
        Spans.Select(after => (StopPolicy)new StopPolicy.TimeLimit(after)));

    public static readonly Gen<TradePlan> Plans = Gen.Select(
        Gen.Select(Gen.Enum<TradeDirection>(), Prices, Times, Spans, Gen.Enum<OrderType>(), Gen.Enum<TimeInForce>()),
        Gen.Select(Maybe(Prices), Maybe(Prices), Maybe(Prices), Maybe(Prices), Maybe(Prices)),
        Policies.Array[0, 4],
        Texts,
        (what, prices, policies, reason) => new TradePlan
        {
            Direction = what.Item1,
            ReferencePrice = what.Item2,
            SignaledAt = what.Item3,
            ValidFor = what.Item4,
            EntryType = what.Item5,
            EntryTimeInForce = what.Item6,
            EntryLimit = prices.Item1,
            EntryTrigger = prices.Item2,
            StopPrice = prices.Item3,
            TargetPrice = prices.Item4,
            AverageTrueRange = prices.Item5,
            StopPolicies = [.. policies],
            Reason = reason,
        });

    public static readonly Gen<Fill> Fills = Gen.Select(Texts, Gen.Enum<OrderSide>(), Numbers, Prices, Numbers, Times,
        (execution, side, quantity, price, fee, time) => new Fill(execution, side, quantity, price, fee, time));

    public static readonly Gen<Bar> Bars = Gen.Select(Times, Times, Prices, Prices, Prices, Prices, Gen.Long,
        (start, end, open, high, low, close, volume) => new Bar(start, end, open, high, low, close, volume));

    public static readonly Gen<BarPeriod> Periods = Gen.OneOf(Gen.Int[1, 390].Select(BarPeriod.OfMinutes), Gen.Const(BarPeriod.Day));

    public static readonly Gen<Payload> Payloads = Gen.OneOf<Payload>(
        Gen.Select(OrderIds, Fills, Numbers, (id, fill, total) => (Payload)new OrderFilled(id, fill, total)),
        Gen.Select(OrderIds, Fills, Numbers, (id, fill, total) => (Payload)new OrderPartiallyFilled(id, fill, total)),
        Gen.Select(OrderIds, Terms, Texts, (id, terms, reason) => (Payload)new OrderReplaceOrdered(id, terms, reason)),
        Gen.Select(OrderIds, MaybeNull(Texts), (id, broker) => (Payload)new OrderSubmitted(id, broker)),
        Gen.Select(Tickets, Gen.Bool, (ticket, retry) => (Payload)new SubmitRequested(ticket, retry)),
        Gen.Select(OrderIds, Tickets, (id, ticket) => (Payload)new OrderPlaced(id, ticket)),
        Gen.Select(TradeIds, Plans, (id, plan) => (Payload)new Trading.Risk.ReviewRequested(id, plan)),
        Plans.Select(plan => (Payload)new Trading.Strategies.EntrySignaled(plan)),
        Gen.Select(Symbols, Periods, Bars.Array[0, 50], (symbol, period, bars) => (Payload)new BarsReceived(symbol, period, [.. bars])),
        Gen.Select(Symbols, Prices, Prices, Prices, Numbers, Numbers, Times,
            (symbol, bid, ask, last, bidSize, askSize, time) => (Payload)new QuoteUpdated(new Quote(symbol, bid, ask, last, bidSize, askSize, time))));

    public static readonly Gen<Message> Messages = Gen.Select(
        Gen.Select(MessageIds, MessageIds, MessageIds), Labels, Times, Gen.OneOf(Labels, Gen.Const("")), Scopes, Payloads, MaybeNull(Gen.Const("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")),
        (ids, source, time, subject, scope, data, trace) => new Message(ids.Item1, NameOf(data), source, time, subject, scope, data)
        {
            CorrelationId = ids.Item2,
            CausationId = ids.Item3,
            Trace = new TraceContext(trace, trace is null ? null : "vendor=1"),
        });

    public static readonly Gen<Order> Orders = Gen.Select(
        Gen.Select(Tickets, Gen.Enum<OrderState>(), Terms, Gen.Int, MaybeNull(Texts)),
        Gen.Select(Numbers, Numbers, Numbers, Numbers, Gen.Int),
        Texts.Array[0, 3],
        Gen.Select(Maybe(Times), Gen.Enum<OrderChange>(), Times, MaybeNull(Terms), Gen.Bool),
        Histories<OrderState>(),
        (what, numbers, executions, change, history) => new Order
        {
            Ticket = what.Item1,
            State = what.Item2,
            Terms = what.Item3,
            Replacements = what.Item4,
            BrokerOrderId = what.Item5,
            Filled = numbers.Item1,
            FilledValue = numbers.Item2,
            Fees = numbers.Item3,
            ReportedFilled = numbers.Item4,
            Reports = numbers.Item5,
            Executions = [.. executions],
            AnswerDue = change.Item1,
            Pending = change.Item5 ? new PendingChange(change.Item2, change.Item3, change.Item4, "because") : null,
            History = history,
        });

    public static readonly Gen<Trade> Trades = Gen.Select(
        Gen.Select(TradeIds, TradeScopes, Plans, Gen.Enum<TradeState>(), Numbers),
        Gen.Select(Spans, Spans, Gen.Bool, Spans),
        Gen.Select(OrderIds, Gen.Enum<OrderRole>(), Terms, Gen.Enum<OrderState>(), Numbers, Gen.Bool).Array[0, 4],
        Gen.Select(Maybe(Prices), Maybe(Times), Maybe(OrderIds), Gen.Enum<ExitReason>(), Gen.Bool),
        Histories<TradeState>(),
        (what, settings, orders, rest, history) => new Trade
        {
            Id = what.Item1,
            Scope = what.Item2,
            Plan = what.Item3,
            State = what.Item4,
            Quantity = what.Item5,
            Settings = new TradeSettings { ReviewTimeout = settings.Item1, ExitTimeout = settings.Item2, FirstExitIsLimit = settings.Item3, AnswerTimeout = settings.Item4 },
            Orders = [.. orders.Select(order => new TradeOrder(order.Item1, order.Item2, order.Item3) { State = order.Item4, Filled = order.Item5, IsCancelOrdered = order.Item6 })],
            StopPrice = rest.Item1,
            Deadline = rest.Item2,
            OpenedAt = rest.Item2,
            RetryAfter = rest.Item3,
            ExitReason = rest.Item5 ? rest.Item4 : null,
            ExitReference = rest.Item1,
            History = history,
        });

    public static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<History<TState>> Histories<TState>()
        where TState : struct, Enum =>
        Gen.Select(Gen.Enum<TState>(), Gen.Enum<TState>(), Texts, Texts, Times, MessageIds,
                (from, to, happened, reason, time, id) => new Trading.Lifecycles.Transition<TState>(from, to, happened, reason, time, id))
            .Array[0, 5].Select(steps => steps.Aggregate(History<TState>.Empty, (history, step) => history.Append(step)));

    private static Gen<T?> Maybe<T>(Gen<T> values)
        where T : struct => Gen.OneOf(Gen.Const(default(T?)), values.Select(value => (T?)value));

    private static Gen<T?> MaybeNull<T>(Gen<T> values)
        where T : class => Gen.OneOf(Gen.Const(default(T)), values.Select(value => (T?)value));

    /// <summary>JSON has no half of a surrogate pair.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static EventName NameOf(Payload data) => EventCatalogue.Desk.Rows.Single(row => row.PayloadType.Type == data.GetType()).Name;
}
