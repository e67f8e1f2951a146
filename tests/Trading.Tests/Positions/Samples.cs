using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Trades;

namespace Trading.Tests.Positions;

/// <summary>Trades, fills and bars of one desk on 2026-08-21, in New York from half past nine.</summary>
internal static class Samples
{
    public static DateTimeOffset Open { get; } = new(2026, 8, 21, 13, 30, 0, TimeSpan.Zero);

    public static Symbol Apple { get; } = "AAPL";

    public static Scope TrendInApple { get; } = new("paper", "trend", Apple);

    public static TradeId FirstTrade { get; } = TradeOf(1);

    public static TradeId TradeOf(int number) => TradeId.Of(MessageId.From("signal", number), Open, TrendInApple);

    public static Position Flat { get; } = new() { TradeId = FirstTrade, Scope = TrendInApple };

    public static DateTimeOffset At(double minutes) => Open.AddMinutes(minutes);

    public static Fill Bought(decimal quantity, decimal price, double minute, decimal fee = 0, string? id = null) =>
        new(id ?? $"b{minute}", OrderSide.Buy, quantity, (Price)price, fee, At(minute));

    public static Fill Sold(decimal quantity, decimal price, double minute, decimal fee = 0, string? id = null) =>
        new(id ?? $"s{minute}", OrderSide.Sell, quantity, (Price)price, fee, At(minute));

    public static Fill SoldShort(decimal quantity, decimal price, double minute) =>
        new($"ss{minute}", OrderSide.SellShort, quantity, (Price)price, 0, At(minute));

    public static Fill Covered(decimal quantity, decimal price, double minute) =>
        new($"bc{minute}", OrderSide.BuyToCover, quantity, (Price)price, 0, At(minute));

    public static Split Split(int to, int from) => new(Apple, new DateOnly(2026, 8, 21), to, from);

    /// <summary>The bar of the minute that begins so many minutes after the open.</summary>
    public static Bar Bar(double minute, decimal high, decimal low, decimal close) =>
        new(At(minute), At(minute + 1), (Price)close, (Price)high, (Price)low, (Price)close, 100);

    public static TradePlan Plan(TradeDirection direction, decimal? stop, params ImmutableArray<StopPolicy> policies) => new()
    {
        Direction = direction,
        ReferencePrice = (Price)100m,
        SignaledAt = Open,
        StopPrice = (Price?)stop,
        StopPolicies = policies,
        Reason = "test",
    };

    public static TradeOpened Opened(TradePlan plan, decimal quantity = 100, decimal entry = 100) => new(FirstTrade, plan, quantity, entry, Open);

    public static Position Booked(params ReadOnlySpan<Fill> fills)
    {
        var position = Flat;
        foreach (var fill in fills) position = position.Apply(fill);
        return position;
    }
}
