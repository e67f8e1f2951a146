using Trading.FakeBrokers.Books;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>Alpaca's words for what an order is.</summary>
internal static class AlpacaWords
{
    public static string Status(BookOrder order, SessionPhase phase = SessionPhase.Regular) => order switch
    {
        { ReplacedBy: not null } => "replaced",
        { State: OrderState.PendingSubmission } => "held",
        { State: OrderState.PartiallyFilled } => "partially_filled",
        { State: OrderState.Filled } => "filled",
        { State: OrderState.Canceled } => "canceled",
        { State: OrderState.Expired } => "expired",
        { State: OrderState.Rejected } => "rejected",
        { Terms.ExtendedHours: false } when phase != SessionPhase.Regular => "accepted",
        _ => "new",
    };

    public static string Type(OrderType type) => type switch
    {
        OrderType.Market => "market",
        OrderType.Limit => "limit",
        OrderType.Stop => "stop",
        OrderType.StopLimit => "stop_limit",
        _ => "trailing_stop",
    };

    public static OrderType? Type(string? word) => word switch
    {
        "market" => OrderType.Market,
        "limit" => OrderType.Limit,
        "stop" => OrderType.Stop,
        "stop_limit" => OrderType.StopLimit,
        "trailing_stop" => OrderType.TrailingStop,
        _ => null,
    };

    public static string Life(TimeInForce life) => life switch
    {
        TimeInForce.Day => "day",
        TimeInForce.GoodTilCanceled => "gtc",
        TimeInForce.ImmediateOrCancel => "ioc",
        TimeInForce.FillOrKill => "fok",
        TimeInForce.AtTheOpen => "opg",
        _ => "cls",
    };

    public static TimeInForce? Life(string? word) => word switch
    {
        "day" => TimeInForce.Day,
        "gtc" => TimeInForce.GoodTilCanceled,
        "ioc" => TimeInForce.ImmediateOrCancel,
        "fok" => TimeInForce.FillOrKill,
        "opg" => TimeInForce.AtTheOpen,
        "cls" => TimeInForce.AtTheClose,
        _ => null,
    };

    public static string Side(OrderSide side) => side.IsBuy() ? "buy" : "sell";

    public static string Intent(OrderSide side) => side switch
    {
        OrderSide.Buy => "buy_to_open",
        OrderSide.BuyToCover => "buy_to_close",
        OrderSide.Sell => "sell_to_close",
        _ => "sell_to_open",
    };

    public static string? Event(BookNewsKind kind) => kind switch
    {
        BookNewsKind.Working => "new",
        BookNewsKind.PartiallyFilled => "partial_fill",
        BookNewsKind.Filled => "fill",
        BookNewsKind.Canceled => "canceled",
        BookNewsKind.Expired => "expired",
        BookNewsKind.Rejected => "rejected",
        BookNewsKind.Replaced => "replaced",
        _ => null,
    };

    /// <summary>The role in a bracket, OTO or OCO; null for an order on its own.</summary>
    public static string? GroupRole(BookOrder order) => order.Class is "" or "simple" ? null
        : order.Role == OrderRole.Stop ? "stop_loss"
        : order.Role == OrderRole.Target || order.Class == "oco" ? "take_profit"
        : "entry";
}
