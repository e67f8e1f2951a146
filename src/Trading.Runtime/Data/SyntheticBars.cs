using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>One-minute bars of a made-up stock, for benchmarks and tests: a geometric random walk in whole cents.</summary>
/// <remarks>
/// Made of integers alone, so that a seed gives the same bars on every machine, and made as they are read, so that memory
/// does not grow with their number. A minute's return is near normal with a standard deviation of about 0.06%, some 19% a
/// year. The walk is drawn back to its starting price, by half in 91,000 minutes, so that ten million bars neither run
/// away nor end at a price too low to move by a cent.
/// </remarks>
public sealed class SyntheticBars : IBarSource
{
    private const long Cent = Price.UnitsPerDollar / 100;
    private const long LowestStart = 10 * Price.UnitsPerDollar;
    private const long HighestStart = 10_000 * Price.UnitsPerDollar;
    private const long Lowest = Price.UnitsPerDollar;
    private const long Pull = 1 << 17;

    private readonly ulong _seed;
    private readonly long _count;
    private readonly DateTimeOffset _start;
    private readonly Price _startPrice;
    private readonly IMarketCalendar? _calendar;

    private SyntheticBars(Symbol symbol, ulong seed, long count, DateTimeOffset start, Price startPrice, IMarketCalendar? calendar)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (startPrice.Units is < LowestStart or > HighestStart)
            throw new ArgumentOutOfRangeException(nameof(startPrice), startPrice, "A walk starts between $10 and $10,000.");
        (_seed, _count, _start, _startPrice, _calendar) = (seed, count, start.ToUniversalTime(), startPrice, calendar);
        var lastEnd = calendar is null && count > 0 ? _start.AddMinutes(count) : (DateTimeOffset?)null;
        Info = new BarSeriesInfo(symbol, BarPeriod.Minute, count, lastEnd is null ? null : _start, lastEnd);
    }

    public BarSeriesInfo Info { get; }

    /// <summary>Minutes without a break from <paramref name="start"/> on, nights and weekends included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the price outside of $10 to $10,000.</exception>
    public static SyntheticBars Contiguous(Symbol symbol, ulong seed, long count, DateTimeOffset start, Price startPrice) =>
        new(symbol, seed, count, start, startPrice, null);

    /// <summary>The minutes of the calendar's regular sessions, from the session of <paramref name="first"/> or the next one on.</summary>
    /// <remarks>Reading throws what the calendar throws when the bars run past the years it knows.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the price outside of $10 to $10,000.</exception>
    public static SyntheticBars OverSessions(Symbol symbol, ulong seed, long count, DateOnly first, IMarketCalendar calendar, Price startPrice) =>
        new(symbol, seed, count, new DateTimeOffset(first, TimeOnly.MinValue, TimeSpan.Zero), startPrice, calendar);

    public IBarReader OpenReader() => new Walk(this);

    private sealed class Walk(SyntheticBars bars) : IBarReader
    {
        private SplitMix64 _random = new(bars._seed);
        private long _left = bars._count;
        private long _price = bars._startPrice.Units - (bars._startPrice.Units % Cent);
        private long _time = bars._start.UtcTicks;
        private long _close = bars._calendar is null ? long.MaxValue : 0;
        private DateOnly _day = DateOnly.FromDateTime(bars._start.UtcDateTime);

        public int Read(Span<Bar> destination)
        {
            var count = (int)Math.Min(destination.Length, _left);
            for (var i = 0; i < count; i++)
            {
                if (_time >= _close) GoToNextSession();
                destination[i] = NextBar();
            }
            _left -= count;
            return count;
        }

        public void Dispose()
        {
        }

        private void GoToNextSession()
        {
            Session? session;
            do
            {
                session = bars._calendar!.SessionOn(_day);
                _day = _day.AddDays(1);
            }
            while (session is null);
            _time = session.Open.UtcTicks;
            _close = session.Close.UtcTicks;
        }

        private Bar NextBar()
        {
            var (a, b) = (_random.Next(), _random.Next());
            var open = _price;
            // The sum of four uniform numbers of 16 bits, centred, is near normal: its deviation is 2^16 / sqrt(3), about 37,800.
            var centred = (long)((a & 0xFFFF) + ((a >> 16) & 0xFFFF) + ((a >> 32) & 0xFFFF) + (a >> 48)) - 131_070;
            var step = (open / (1 << 16) * centred / 960) + ((bars._startPrice.Units - open) / Pull);
            // To the nearest cent: cutting off would pull the walk down by half a cent a bar.
            var close = ToCents(Math.Max(open + step, Lowest) + (Cent / 2));
            // The wicks reach up to 1/2048 of the price past the body.
            var body = close - open;
            var falls = body >> 63;
            var high = open + (body & ~falls) + ToCents((open >> 27) * (long)(b & 0xFFFF));
            var low = open + (body & falls) - ToCents((open >> 27) * (long)((b >> 16) & 0xFFFF));
            var volume = 100 + (long)((b >> 32) & 0x3FFFF);
            var start = _time;
            _time = start + TimeSpan.TicksPerMinute;
            _price = close;
            return new Bar(
                UtcTime.OfTicks(start),
                UtcTime.OfTicks(_time),
                Price.FromUnits(open),
                Price.FromUnits(high),
                Price.FromUnits(low),
                Price.FromUnits(close),
                volume);
        }

        private static long ToCents(long units) => units - (units % Cent);
    }
}
