using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using Trading.Reconciliation;
using Trading.Risk;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Messages;

/// <summary>A payload of each kind, most of them from one trade: 100 shares of AAPL bought at the open and sold at the target.</summary>
internal static class EventExamples
{
    private static readonly Symbol Apple = new("AAPL");
    private static readonly DateTimeOffset Open = new(2026, 8, 21, 13, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Signal = Open.AddMinutes(5);
    private static readonly DateTimeOffset Entered = Signal.AddSeconds(1.25);
    private static readonly DateTimeOffset Left = Open.AddHours(2);
    private static readonly Session Day = new(new DateOnly(2026, 8, 21), Open.AddHours(-5.5), Open, Open.AddHours(6.5), Open.AddHours(10.5), IsEarlyClose: false);

    private static readonly Price EntryPrice = Price.Parse("187.52");
    private static readonly Price StopPrice = Price.Parse("184.50");
    private static readonly Price TargetPrice = Price.Parse("193.50");

    private static readonly TradePlan Plan = new()
    {
        Direction = TradeDirection.Long,
        ReferencePrice = Price.Parse("187.50"),
        SignaledAt = Signal,
        StopPrice = StopPrice,
        TargetPrice = TargetPrice,
        StopPolicies = [new StopPolicy.Trailing(Trail.OfPercent(1.5m)), new StopPolicy.TimeLimit(TimeSpan.FromHours(4))],
        AverageTrueRange = Price.Parse("1.37"),
        Reason = "EMA 20 crossed above EMA 50",
    };

    private static readonly Scope Owner = new("paper", "trend", Apple);
    private static readonly TradeId Trade = TradeId.Of(MessageId.From("an entry signal"), Signal, Owner);
    private static readonly OrderId Entry = new(Trade, OrderRole.Entry, 1);
    private static readonly OrderId Stop = new(Trade, OrderRole.Stop, 1);
    private static readonly OrderId Target = new(Trade, OrderRole.Target, 1);

    private const string BrokerOrder = "61e69015-8549-4bfd-b9c3-01e75843f47d";
    private static readonly OrderTerms EntryTerms = OrderTerms.Market(OrderSide.Buy, 100);
    private static readonly OrderTerms StopTerms = OrderTerms.Stop(OrderSide.Sell, 100, StopPrice);
    private static readonly OrderTerms MovedStopTerms = OrderTerms.Stop(OrderSide.Sell, 100, EntryPrice);
    private static readonly OrderTerms TargetTerms = OrderTerms.Limit(OrderSide.Sell, 100, TargetPrice, TimeInForce.GoodTilCanceled);

    private static readonly OrderTicket Ticket = new(Entry, Trade, Owner, OrderRole.Entry, EntryTerms)
    {
        Attached =
        [
            new OrderTicket(Stop, Trade, Owner, OrderRole.Stop, StopTerms) { Parent = Entry, Link = Target },
            new OrderTicket(Target, Trade, Owner, OrderRole.Target, TargetTerms) { Parent = Entry, Link = Stop },
        ],
    };

    public static QuoteRequested QuoteRequested() => new(Apple);
    public static BarsRequested BarsRequested() => new(Apple, BarPeriod.OfMinutes(5), Open, Signal);
    public static SessionRequested SessionRequested() => new();
    public static QuoteUpdated QuoteUpdated() => new(new Quote(Apple, Price.Parse("187.49"), Price.Parse("187.52"), Plan.ReferencePrice, 300, 200, Signal));

    public static BarsReceived BarsReceived() => new(Apple, BarPeriod.OfMinutes(5),
        [new Bar(Open, Signal, Price.Parse("186.90"), Price.Parse("187.66"), Price.Parse("186.75"), Plan.ReferencePrice, 2_481_300)]);

    public static SessionChanged SessionChanged() => new(Day, SessionPhase.Regular);

    public static EntrySignaled EntrySignaled() => new(Plan);
    public static ExitSignaled ExitSignaled() => new(TradeDirection.Long, Price.Parse("191.20"), "EMA 20 crossed below EMA 50") { SignaledAt = Signal.AddHours(2) };

    public static ReviewRequested ReviewRequested() => new(Trade, Plan);
    public static HaltRequested HaltRequested() => new(TradingState.Halted, Flatten: false, "the feed looks wrong");
    public static ResumeRequested ResumeRequested() => new("the feed is back");
    public static TradeApproved TradeApproved() => new(Trade, 100, Signal.AddSeconds(60));
    public static TradeDenied TradeDenied() => new(Trade, DenialCode.DailyLoss, "lost 2,140.00 today, 2,000.00 is allowed");
    public static LimitBreached LimitBreached() => new(DenialCode.DailyLoss, 2_140.00m, 2_000.00m, "equity 97,860.00, at the open 100,000.00");
    public static TradingReduced TradingReduced() => new(nameof(DenialCode.DailyLoss), "lost 2,140.00 today, 2,000.00 is allowed");
    public static TradingHalted TradingHalted() => new(nameof(DenialCode.Drawdown), "10.2% below the peak, 10% is allowed", Flatten: true);
    public static TradingResumed TradingResumed() => new("the feed is back");

    public static OrderPlaced OrderPlaced() => new(Entry, Ticket);
    public static OrderCancelOrdered OrderCancelOrdered() => new(Target, "the trade is left by its stop");
    public static OrderReplaceOrdered OrderReplaceOrdered() => new(Stop, MovedStopTerms, "break even");
    public static SubmitRequested SubmitRequested() => new(Ticket, IsRetry: false);
    public static CancelRequested CancelRequested() => new(Target, Target.ClientOrderId(0), BrokerOrder, "the trade is left by its stop");
    public static ReplaceRequested ReplaceRequested() => new(Stop, Stop.ClientOrderId(0), BrokerOrder, Stop.ClientOrderId(1), MovedStopTerms);
    public static StatusRequested StatusRequested() => new(Entry, Entry.ClientOrderId(0), null);
    public static OrderSubmitted OrderSubmitted() => new(Entry, BrokerOrder);
    public static OrderAccepted OrderAccepted() => new(Entry, BrokerOrder);
    public static OrderPartiallyFilled OrderPartiallyFilled() => new(Entry, new Fill("20260821-1", OrderSide.Buy, 40, EntryPrice, 0, Entered), 40);
    public static OrderFilled OrderFilled() => new(Entry, new Fill("20260821-2", OrderSide.Buy, 60, EntryPrice, 0, Entered), 100);
    public static OrderCanceled OrderCanceled() => new(Stop, 0, "the other side of the pair filled");
    public static OrderRejected OrderRejected() => new(Entry, RejectionCodes.BuyingPower, "insufficient buying power");
    public static OrderExpired OrderExpired() => new(Entry, 0);
    public static OrderReplaced OrderReplaced() => new(Stop, BrokerOrder, MovedStopTerms);
    public static OrderChangeRefused OrderChangeRefused() => new(Target, OrderChange.Cancel, "NoLongerOpen", "order is already filled");
    public static OrderWoken OrderWoken() => new(Entry);

    public static PositionOpened PositionOpened() => new(Trade, 40, EntryPrice);
    public static PositionUpdated PositionUpdated() => new(Trade, 100, EntryPrice, 0);
    public static PositionClosed PositionClosed() => new(Trade, 597.90m, -0.81m, 6.02m);
    public static ExitRequested ExitRequested() => new(Trade, ExitReason.Time, Price.Parse("190.11"), "open for 4 hours");
    public static StopMoved StopMoved() => new(Trade, EntryPrice, "break even");

    public static OrderReport OrderReported() => new(Entry, Trade, OrderRole.Entry, OrderState.Filled, EntryTerms, 100, 100 * EntryPrice, 0, "", 3);
    public static TradeWoken TradeWoken() => new(Trade);
    public static WatchEnded WatchEnded() => new(Trade);
    public static TradeOpened TradeOpened() => new(Trade, Plan, 100, EntryPrice, Entered);
    public static TradeClosed TradeClosed() =>
        new(Trade, TradeDirection.Long, 100, EntryPrice, TargetPrice, 0.10m, 597.90m, Entered, Left, ExitReason.Target);

    public static TradeRejected TradeRejected() => new(Trade, "the risk gate did not answer in time");
    public static TradeCanceled TradeCanceled() => new(Trade, "the entry order expired unfilled");

    public static DifferenceFound DifferenceFound() => new(DifferenceCode.FillMissed, "the broker has filled 100, 0 are booked", Halts: false);
    public static AccountReconciled AccountReconciled() => new(2, 1, 81_248m, 1);

    /// <summary>A message around the example of a row.</summary>
    public static Message Message(EventRow row)
    {
        var data = row.MakeExample();
        var (subject, scope) = AboutOf(data);
        var cause = MessageId.From($"the cause of {row.Name}");
        return new Message(MessageId.Derive(cause, row.Name, subject), row.Name, row.SaidBy[0], Entered, subject, scope, data)
        {
            CorrelationId = MessageId.From("an entry signal"),
            CausationId = cause,
            Trace = new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null),
        };
    }

    private static (string Subject, Scope Scope) AboutOf(Payload data) => data switch
    {
        MarketData.QuoteRequested or MarketData.BarsRequested or MarketData.QuoteUpdated or MarketData.BarsReceived => (Apple.Value, Scope.OfMarket(Apple)),
        MarketData.SessionRequested or MarketData.SessionChanged => ("session", Scope.Desk),
        Risk.HaltRequested or Risk.ResumeRequested or Risk.LimitBreached or Risk.TradingReduced or Risk.TradingHalted or Risk.TradingResumed => (Owner.Account, Scope.OfAccount(Owner.Account)),
        Strategies.EntrySignaled or Strategies.ExitSignaled => (Apple.Value, Owner),
        Reconciliation.DifferenceFound => (Entry.Value, Owner),
        Reconciliation.AccountReconciled => (Owner.Account, Scope.OfAccount(Owner.Account)),
        OrderEvent order => (order.OrderId.Value, Owner),
        Orders.SubmitRequested or Orders.StatusRequested or OrderReport => (Entry.Value, Owner),
        Orders.CancelRequested => (Target.Value, Owner),
        Orders.ReplaceRequested => (Stop.Value, Owner),
        _ => (Trade.Value, Owner),
    };
}
