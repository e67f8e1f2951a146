using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Orders;
using Trading.Positions;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>Trades of every kind, often. What it wants follows from the bar and the seed alone, so that the history rebuilds it.</summary>
internal sealed class LivelyStrategy(ulong seed) : IStrategy
{
    public int WarmUpBars => 1;

    public StrategySignal? OnBar(in Bar bar)
    {
        var dice = new Dice(seed ^ (ulong)bar.End.UtcTicks * 0x9E3779B97F4A7C15 ^ (ulong)bar.Close.Units);
        _ = dice.Next();
        var exit = dice.Chance(400)
            ? new ExitSignaled(dice.Chance(6500) ? TradeDirection.Long : TradeDirection.Short, bar.Close, "the dice want out")
            : null;
        var entry = dice.Chance(330) ? Plan(bar, dice) : null;
        return exit is null && entry is null ? null : new StrategySignal(exit, entry);
    }

    private static TradePlan Plan(in Bar bar, Dice dice)
    {
        var isLong = dice.Chance(6500);
        var cents = bar.Close.Units / SymbolTape.UnitsPerCent;
        var risk = Math.Max(5, cents * dice.Between(20, 120) / 10_000);
        var kind = dice.Below(10);
        var off = Math.Max(1, cents * dice.Between(2, 25) / 10_000);
        var type = kind < 6 ? OrderType.Market : kind < 9 ? OrderType.Limit : OrderType.Stop;
        // A limit below the market waits, and so does a stop above it.
        Price? limit = type == OrderType.Limit ? Cents(isLong == dice.Chance(7000) ? cents - off : cents + off) : null;
        Price? trigger = type == OrderType.Stop ? Cents(isLong ? cents + off : cents - off) : null;
        var entry = (limit ?? trigger ?? bar.Close).Units / SymbolTape.UnitsPerCent;
        var hasTarget = dice.Chance(5500);
        var reward = Math.Max(5, risk * dice.Between(50, 250) / 100);
        return new TradePlan
        {
            Direction = isLong ? TradeDirection.Long : TradeDirection.Short,
            ReferencePrice = bar.Close,
            SignaledAt = bar.End,
            EntryType = type,
            EntryLimit = limit,
            EntryTrigger = trigger,
            EntryTimeInForce = TimeInForce.Day,
            StopPrice = Cents(isLong ? entry - risk : entry + risk),
            TargetPrice = hasTarget ? Cents(isLong ? entry + reward : entry - reward) : null,
            StopPolicies = Policies(dice, risk),
            Reason = "the dice want in",
        };
    }

    private static ImmutableArray<StopPolicy> Policies(Dice dice, long risk)
    {
        var policies = ImmutableArray.CreateBuilder<StopPolicy>(3);
        if (dice.Chance(6000)) policies.Add(new StopPolicy.TimeLimit(TimeSpan.FromMinutes(dice.Between(5, 120))));
        if (dice.Chance(3500)) policies.Add(new StopPolicy.Trailing(Trail.OfAmount(Cents(Math.Max(3, risk * dice.Between(40, 110) / 100)))));
        if (dice.Chance(2500)) policies.Add(new StopPolicy.BreakEven(0.5m, Cents(1)));
        return policies.ToImmutable();
    }

    private static Price Cents(long cents) => Price.FromUnits(cents * SymbolTape.UnitsPerCent);
}
