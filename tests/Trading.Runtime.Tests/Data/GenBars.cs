using System.Collections.Immutable;
using Trading.MarketData;

namespace Trading.Runtime.Tests.Data;

/// <summary>Well-formed bars of every kind: whole minutes and odd ticks, gaps and none, cents and eight decimals, wild and calm.</summary>
internal static class GenBars
{
    private static readonly long Origin = new DateTime(1990, 1, 2, 14, 30, 0).Ticks;

    private static readonly Gen<long> Step = Gen.OneOf(Gen.Const(0L), Gen.Long[0, 3], Gen.Long[0, 1000], Gen.Long[0, 1L << 33]);
    private static readonly Gen<long> TimeUnit = Gen.OneOf(Gen.Const(TimeSpan.TicksPerMinute), Gen.Const(TimeSpan.TicksPerSecond), Gen.Const(TimeSpan.TicksPerMillisecond), Gen.Const(1L));
    private static readonly Gen<long> PriceUnit = Gen.OneOf(Gen.Const(Price.UnitsPerDollar), Gen.Const(Price.UnitsPerDollar / 100), Gen.Const(1L));

    public static Gen<ImmutableArray<Bar>> Upto(int count) =>
        Gen.Select(TimeUnit, PriceUnit, One().Array[0, count]).Select((timeUnit, priceUnit, parts) => Build(timeUnit, priceUnit, parts));

    private static Gen<long[]> One() => Gen.Select(
        Step, Step, Gen.Long[1, 1L << 20], Gen.Long[1, 1L << 20], Step, Gen.Long[0, 1L << 20], Gen.OneOf(Step, Gen.Long[0, long.MaxValue]),
        (gap, span, open, close, up, down, volume) => new[] { gap, span, open, close, up, down, volume });

    private static ImmutableArray<Bar> Build(long timeUnit, long priceUnit, long[][] parts)
    {
        var bars = ImmutableArray.CreateBuilder<Bar>(parts.Length);
        var end = Origin;
        foreach (var part in parts)
        {
            var start = end + (part[0] % 10_000 * timeUnit);
            end = start + ((1 + (part[1] % 10_000)) * timeUnit);
            var (open, close) = (part[2] * priceUnit, part[3] * priceUnit);
            bars.Add(new Bar(
                new DateTimeOffset(start, TimeSpan.Zero),
                new DateTimeOffset(end, TimeSpan.Zero),
                Price.FromUnits(open),
                Price.FromUnits(Math.Max(open, close) + (part[4] % (1 << 20) * priceUnit)),
                Price.FromUnits(Math.Max(priceUnit, Math.Min(open, close) - (part[5] * priceUnit))),
                Price.FromUnits(close),
                part[6]));
        }
        return bars.DrainToImmutable();
    }
}
