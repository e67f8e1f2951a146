using System.Collections.Immutable;
using System.Globalization;
using StackExchange.Redis;
using Trading.Agents.Ports;
using Trading.MarketData;

namespace Trading.Runtime.Redis;

/// <summary>The newest bars of each symbol and period, which all processes share.</summary>
/// <param name="most">How many bars of a symbol and period are kept; about 150 bytes each.</param>
public sealed class RedisBarHistory(IConnectionMultiplexer redis, RedisKeys keys, int most) : IBarHistory
{
    /// <summary>Enough for the longest warm-up of the standard strategies, several times over.</summary>
    public const int UsualMost = 5_000;

    private const int AtOnce = 1_000;

    private readonly IDatabase _database = redis.GetDatabase();

    /// <summary>Keeps bars. One that ends when a known one does takes its place.</summary>
    public async ValueTask AddAsync(Symbol symbol, BarPeriod period, ImmutableArray<Bar> bars)
    {
        foreach (var part in bars.Chunk(AtOnce))
        {
            var arguments = new RedisValue[1 + 2 * part.Length];
            arguments[0] = most;
            for (var i = 0; i < part.Length; i++)
            {
                arguments[1 + 2 * i] = part[i].End.ToUnixTimeMilliseconds();
                arguments[2 + 2 * i] = Write(part[i]);
            }
            await RedisScript.Bars.RunAsync(_database, [keys.Bars(symbol, period)], arguments);
        }
    }

    public async ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (count <= 0) return [];
        var found = await _database.SortedSetRangeByScoreAsync(
            keys.Bars(symbol, period), double.NegativeInfinity, end.ToUnixTimeMilliseconds(), order: Order.Descending, take: count);
        Array.Reverse(found);
        return [.. found.Select(bar => Read(bar!))];
    }

    private static string Write(Bar bar) => string.Create(
        CultureInfo.InvariantCulture, $"{bar.Start.UtcTicks},{bar.End.UtcTicks},{bar.Open.Units},{bar.High.Units},{bar.Low.Units},{bar.Close.Units},{bar.Volume}");

    private static Bar Read(string text)
    {
        var fields = Array.ConvertAll(text.Split(','), field => long.Parse(field, CultureInfo.InvariantCulture));
        return new Bar(
            new DateTimeOffset(fields[0], TimeSpan.Zero), new DateTimeOffset(fields[1], TimeSpan.Zero),
            Price.FromUnits(fields[2]), Price.FromUnits(fields[3]), Price.FromUnits(fields[4]), Price.FromUnits(fields[5]), fields[6]);
    }
}
