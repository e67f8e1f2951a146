using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Exchange;
using Trading.Runtime.Exchange.Costs;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>How the simulated desk is set up: tight enough that limits bind, small enough that much happens.</summary>
internal static class DeskRules
{
    public const decimal StartingCash = 100_000m;

    public static ImmutableArray<Symbol> Symbols { get; } = ["AAA", "BBB"];

    public static BarPeriod Period { get; } = BarPeriod.OfMinutes(15);

    public static RiskLimits Limits { get; } = RiskLimits.AccountDefaults with
    {
        AllowShort = true,
        MaxOpenTrades = 2,
        MaxGrossExposure = 0.60m,
        MaxNetExposure = 0.60m,
        MaxSymbolExposure = 0.30m,
        MaxDailyLoss = 0.05m,
        MaxDrawdown = 0.30m,
    };

    public static RiskSettings Risk { get; } = new()
    {
        Accounts =
        [
            new Risk.AccountRules
            {
                Account = World.Account,
                Limits = Limits,
                Sizing = new SizingRule.FixedFraction(0.002m),
                Strategies = [new StrategyRules { Strategy = "lively" }, new StrategyRules { Strategy = "eager" }],
            },
        ],
    };

    public static RedeliveryPolicy Redelivery { get; } = new() { First = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromSeconds(30), MostDeliveries = 12 };

    public static TradeSettings TradesOf(Dice dice) => TradeSettings.Default with { FirstExitIsLimit = dice.Chance(3000) };

    public static IEnumerable<RunningStrategy> StrategiesOf(ulong seed)
    {
        yield return new RunningStrategy(World.Account, "lively", Symbols, Period, () => new LivelyStrategy(seed));
        yield return new RunningStrategy(World.Account, "eager", Symbols[..1], Period, () => new LivelyStrategy(~seed));
    }

    public static ExchangeOptions Exchange { get; } = new()
    {
        StartingCash = StartingCash,
        Rules = Trading.Runtime.Exchange.AccountRules.Margin,
        Fills = new VolumeFills(1m) { QuoteSizeLimits = true },
        Commission = new PerShareCommission(0.005m, 0.35m),
        RetainedOrders = 4096,
    };
}
