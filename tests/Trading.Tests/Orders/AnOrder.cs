using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace Trading.Tests.Orders;

/// <summary>An order to sell 100 AAPL at a stop of 95, in any state, and the news of it.</summary>
internal static class AnOrder
{
    public static readonly Stamp Now = new(new DateTimeOffset(2026, 8, 21, 14, 0, 0, TimeSpan.Zero), MessageId.From("now"));
    public static readonly Stamp Later = new(Now.Time.AddSeconds(1), MessageId.From("later"));

    private static readonly Scope Owner = new("paper", "trend", "AAPL");
    private static readonly TradeId Trade = TradeId.Of(MessageId.From("a signal"), Now.Time, Owner);

    public static readonly OrderTerms Terms = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("95"));
    public static readonly OrderTerms Moved = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("96"));
    public static readonly OrderTerms MovedOn = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("97"));

    public static readonly OrderId Id = new(Trade, OrderRole.Stop, 1);

    public static OrderTicket Ticket { get; } = new(Id, Trade, Owner, OrderRole.Stop, Terms);

    /// <summary>The same as a leg of a bracket, which its parent brings to life.</summary>
    public static OrderTicket Leg { get; } = Ticket with { Parent = new OrderId(Trade, OrderRole.Entry, 1) };

    /// <summary>The entry that the leg hangs on.</summary>
    public static OrderTicket Parent { get; } =
        new(Leg.Parent!.Value, Trade, Owner, OrderRole.Entry, OrderTerms.Limit(OrderSide.Buy, 100, Price.Parse("100"))) { Attached = [Leg] };

    public static Stamp After(double seconds) => new(Now.Time.AddSeconds(seconds), MessageId.From("after", (long)(seconds * 1000)));

    public static Order Begun(OrderTicket? ticket = null) => OrderLifecycle.Begin(ticket ?? Ticket, Now).State;

    /// <summary>An order in a state, with as many shares filled as the state says.</summary>
    public static Order In(OrderState state) => new()
    {
        Ticket = Ticket,
        Terms = Terms,
        State = state,
        Filled = state switch { OrderState.PartiallyFilled => 40, OrderState.Filled => 100, _ => 0 },
    };

    public static OrderFilled Filled(string execution, decimal quantity, decimal total) => new(Id, Fill(execution, quantity), total);

    public static OrderPartiallyFilled PartiallyFilled(string execution, decimal quantity, decimal total) => new(Id, Fill(execution, quantity), total);

    public static OrderCanceled Canceled(decimal total) => new(Id, total, "");

    /// <summary>News that is of the kind for this order, or null when none can be.</summary>
    public static OrderEvent? Event(Order order, OrderTrigger happened) => happened switch
    {
        OrderTrigger.Submit => new OrderSubmitted(order.Id, "B1"),
        OrderTrigger.Accept => new OrderAccepted(order.Id, "B1"),
        OrderTrigger.PartialFill => order.Remaining > 1 ? PartiallyFilled("late", 1, order.Filled + 1) : null,
        OrderTrigger.CompleteFill => Filled("late", Math.Max(1, order.Remaining), order.Filled + Math.Max(1, order.Remaining)),
        OrderTrigger.Cancel => Canceled(order.Filled),
        OrderTrigger.Reject => new OrderRejected(order.Id, RejectionCodes.BrokerRefused, "no", "B1"),
        OrderTrigger.Expire => new OrderExpired(order.Id, order.Filled),
        OrderTrigger.Replace => new OrderReplaced(order.Id, "B2", Moved),
        OrderTrigger.Change => new OrderCancelOrdered(order.Id, "asked for"),
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    /// <summary>Tells an order one thing after another, a second apart, and returns it with all it asked for.</summary>
    public static (Order Order, OrderAction[] Asked) Told(Order order, params ReadOnlySpan<OrderEvent> news)
    {
        var asked = new List<OrderAction>();
        for (var i = 0; i < news.Length; i++)
        {
            var decision = OrderLifecycle.On(order, news[i], After(i + 1));
            order = decision.State;
            asked.AddRange(decision.Actions);
        }
        return (order, [.. asked]);
    }

    private static Fill Fill(string execution, decimal quantity) => new(execution, OrderSide.Sell, quantity, Price.Parse("95"), 0, Now.Time);
}
