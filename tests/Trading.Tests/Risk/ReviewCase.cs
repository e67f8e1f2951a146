using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;

namespace Trading.Tests.Risk;

/// <summary>A review that passes every check: 100 shares of AAPL at 100 dollars in an account of 100,000 without limits.</summary>
internal sealed record ReviewCase
{
    public static readonly DateTimeOffset Morning = new(2026, 8, 21, 14, 30, 0, TimeSpan.Zero);

    public static readonly Session Friday = new(
        new DateOnly(2026, 8, 21),
        new(2026, 8, 21, 8, 0, 0, TimeSpan.Zero), new(2026, 8, 21, 13, 30, 0, TimeSpan.Zero),
        new(2026, 8, 21, 20, 0, 0, TimeSpan.Zero), new(2026, 8, 22, 0, 0, 0, TimeSpan.Zero), false);

    public static readonly Session Monday = new(
        new DateOnly(2026, 8, 24),
        new(2026, 8, 24, 8, 0, 0, TimeSpan.Zero), new(2026, 8, 24, 13, 30, 0, TimeSpan.Zero),
        new(2026, 8, 24, 20, 0, 0, TimeSpan.Zero), new(2026, 8, 25, 0, 0, 0, TimeSpan.Zero), false);

    public static readonly Scope Apple = new("paper", "trend", "AAPL");

    public Portfolio Portfolio { get; init; } = Known(100_000);
    public RiskLimits Limits { get; init; } = RiskLimits.None;
    public RiskLimits StrategyLimits { get; init; } = RiskLimits.None;
    public SizingRule Sizing { get; init; } = new SizingRule.FixedShares(100);
    public decimal Lot { get; init; } = 1;
    public decimal MinOrderNotional { get; init; }
    public TradePlan Plan { get; init; } = Long(100);
    public Scope Scope { get; init; } = Apple;
    public TradeId TradeId { get; init; } = Id(1);
    public Quote? Quote { get; init; } = QuoteAt("AAPL", 100);
    public string Sector { get; init; } = "";
    public DateTimeOffset Now { get; init; } = Morning;
    public DeskView? Desk { get; init; }

    public AccountRules Rules => new()
    {
        Account = "paper",
        Limits = Limits,
        Sizing = Sizing,
        Lot = Lot,
        MinOrderNotional = MinOrderNotional,
        Strategies = [new StrategyRules { Strategy = "trend", Limits = StrategyLimits }, new StrategyRules { Strategy = "fade", Limits = StrategyLimits }],
    };

    public RiskDecision Decide() => RiskGate.Review(
        Portfolio, Rules, new RiskRequest(TradeId, Scope, Plan), new MarketView(Quote, Friday, Friday.AfterHoursClose, Sector), TimeSpan.FromMinutes(1), Now, Desk);

    public static Portfolio Known(decimal equity, string account = "paper") =>
        Portfolio.Unknown(account).Told(equity, equity, equity, mayShort: true, Friday.Date);

    public static TradeId Id(int number, Scope? scope = null) => TradeId.Of(MessageId.From("signal", number), Morning, scope ?? Apple);

    public static Quote QuoteAt(Symbol symbol, decimal price, DateTimeOffset? time = null) => Quote.At(symbol, Price.FromDecimal(price), time ?? Morning);

    public static TradePlan Long(decimal price) => new()
    {
        Direction = TradeDirection.Long,
        ReferencePrice = Price.FromDecimal(price),
        SignaledAt = Morning,
        StopPrice = Price.FromDecimal(price * 0.95m),
        Reason = "test",
    };

    public static TradePlan Short(decimal price) => Long(price) with { Direction = TradeDirection.Short, StopPrice = Price.FromDecimal(price * 1.05m) };

    public static Fill FillOf(string id, OrderSide side, decimal quantity, decimal price, decimal fee = 0) =>
        new(id, side, quantity, Price.FromDecimal(price), fee, Morning);
}
