using Alpaca.Markets;
using Trading.MarketData;
using Trading.Orders;
using Life = Trading.Orders.TimeInForce;
using Side = Trading.Orders.OrderSide;
using Type = Trading.Orders.OrderType;

namespace Trading.Alpaca.Orders;

/// <summary>The terms of an order in Alpaca's words and in ours.</summary>
internal static class AlpacaTerms
{
    public static OrderTerms Of(IOrder order)
    {
        var type = TypeOf(order.OrderType);
        return new OrderTerms(SideOf(order), order.Quantity ?? 0, type, LifeOf(order.TimeInForce))
        {
            LimitPrice = type is Type.Limit or Type.StopLimit ? PriceOf(order.LimitPrice) : null,
            // Alpaca tells where a trailing stop stands; that is no term of it.
            StopPrice = type is Type.Stop or Type.StopLimit ? PriceOf(order.StopPrice) : null,
            Trail = type != Type.TrailingStop ? null
                : order.TrailOffsetInPercent is { } percent ? Trail.OfPercent(percent)
                : order.TrailOffsetInDollars is { } dollars ? Trail.OfAmount(Price.FromDecimal(dollars))
                : null,
        };
    }

    /// <summary>Alpaca tells only bought from sold. Our own ids tell which leg an order is, and so what it does to the position.</summary>
    public static Side SideOf(IOrder order)
    {
        var isBuy = order.OrderSide == global::Alpaca.Markets.OrderSide.Buy;
        return OrderId.TryParse(order.ClientOrderId, out _, out _, out var role) ? SideOf(isBuy, role) : isBuy ? Side.Buy : Side.Sell;
    }

    public static Side SideOf(bool isBuy, OrderRole role) => (isBuy, role) switch
    {
        (true, OrderRole.Entry) => Side.Buy,
        (true, _) => Side.BuyToCover,
        (false, OrderRole.Entry) => Side.SellShort,
        (false, _) => Side.Sell,
    };

    public static NewOrderRequest Request(OrderTicket ticket, AttachedPlan plan)
    {
        var terms = ticket.Terms;
        return new NewOrderRequest(ticket.Scope.Symbol.Value, OrderQuantity.Fractional(terms.Quantity), SideOf(terms.Side), TypeOf(terms.Type), LifeOf(LifeAtAlpaca(terms)))
        {
            ClientOrderId = ticket.Id.Value,
            LimitPrice = terms.LimitPrice,
            StopPrice = terms.StopPrice,
            TrailOffsetInDollars = terms.Trail?.Amount,
            TrailOffsetInPercent = terms.Trail?.Percent,
            ExtendedHours = terms.ExtendedHours ? true : null,
            PositionIntent = IntentOf(terms.Side),
            OrderClass = plan.Class,
            TakeProfitLimitPrice = plan.Target?.Terms.LimitPrice,
            StopLossStopPrice = plan.Stop?.Terms.StopPrice,
            StopLossLimitPrice = plan.Stop?.Terms.LimitPrice,
        };
    }

    /// <summary>What is to be changed of an order, or why Alpaca cannot.</summary>
    public static (ChangeOrderRequest? Request, string? Problem) Change(IOrder order, string newClientOrderId, OrderTerms terms)
    {
        var now = Of(order);
        if (terms.Trail != now.Trail) return (null, "the trail of a trailing stop cannot be changed through this client; cancel it and send another");
        if (terms.Type != now.Type) return (null, $"a {now.Type} order cannot become a {terms.Type} order; cancel it and send another");
        if (terms.Quantity != now.Quantity && decimal.Truncate(terms.Quantity) != terms.Quantity) return (null, "Alpaca changes whole shares only");
        return (new ChangeOrderRequest(order.OrderId)
        {
            ClientOrderId = newClientOrderId,
            Quantity = terms.Quantity != now.Quantity ? (long)terms.Quantity : null,
            LimitPrice = terms.LimitPrice != now.LimitPrice ? terms.LimitPrice : null,
            StopPrice = terms.StopPrice != now.StopPrice ? terms.StopPrice : null,
        }, null);
    }

    /// <summary>Parts of a share trade for the day only: a stop that expires at the close, and is sent again, is better than one that is refused.</summary>
    private static Life LifeAtAlpaca(OrderTerms terms) =>
        terms.TimeInForce == Life.GoodTilCanceled && !terms.Side.IsOpening() && decimal.Truncate(terms.Quantity) != terms.Quantity ? Life.Day : terms.TimeInForce;

    private static global::Alpaca.Markets.OrderSide SideOf(Side side) => side.IsBuy() ? global::Alpaca.Markets.OrderSide.Buy : global::Alpaca.Markets.OrderSide.Sell;

    private static PositionIntent IntentOf(Side side) => side switch
    {
        Side.Buy => PositionIntent.BuyToOpen,
        Side.BuyToCover => PositionIntent.BuyToClose,
        Side.SellShort => PositionIntent.SellToOpen,
        _ => PositionIntent.SellToClose,
    };

    private static global::Alpaca.Markets.OrderType TypeOf(Type type) => type switch
    {
        Type.Market => global::Alpaca.Markets.OrderType.Market,
        Type.Limit => global::Alpaca.Markets.OrderType.Limit,
        Type.Stop => global::Alpaca.Markets.OrderType.Stop,
        Type.StopLimit => global::Alpaca.Markets.OrderType.StopLimit,
        Type.TrailingStop => global::Alpaca.Markets.OrderType.TrailingStop,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of order."),
    };

    private static Type TypeOf(global::Alpaca.Markets.OrderType type) => type switch
    {
        global::Alpaca.Markets.OrderType.Limit => Type.Limit,
        global::Alpaca.Markets.OrderType.Stop => Type.Stop,
        global::Alpaca.Markets.OrderType.StopLimit => Type.StopLimit,
        global::Alpaca.Markets.OrderType.TrailingStop => Type.TrailingStop,
        _ => Type.Market,
    };

    private static global::Alpaca.Markets.TimeInForce LifeOf(Life life) => life switch
    {
        Life.Day => global::Alpaca.Markets.TimeInForce.Day,
        Life.GoodTilCanceled => global::Alpaca.Markets.TimeInForce.Gtc,
        Life.ImmediateOrCancel => global::Alpaca.Markets.TimeInForce.Ioc,
        Life.FillOrKill => global::Alpaca.Markets.TimeInForce.Fok,
        Life.AtTheOpen => global::Alpaca.Markets.TimeInForce.Opg,
        Life.AtTheClose => global::Alpaca.Markets.TimeInForce.Cls,
        _ => throw new ArgumentOutOfRangeException(nameof(life), life, "Not a time in force."),
    };

    private static Life LifeOf(global::Alpaca.Markets.TimeInForce life) => life switch
    {
        global::Alpaca.Markets.TimeInForce.Gtc => Life.GoodTilCanceled,
        global::Alpaca.Markets.TimeInForce.Ioc => Life.ImmediateOrCancel,
        global::Alpaca.Markets.TimeInForce.Fok => Life.FillOrKill,
        global::Alpaca.Markets.TimeInForce.Opg => Life.AtTheOpen,
        global::Alpaca.Markets.TimeInForce.Cls => Life.AtTheClose,
        _ => Life.Day,
    };

    private static Price? PriceOf(decimal? dollars) => dollars is { } amount ? Price.FromDecimal(amount) : null;
}
