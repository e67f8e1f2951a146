using System.Collections.Immutable;
using Alpaca.Markets;
using Trading.Agents.Ports;
using Trading.Alpaca.Orders;
using Trading.Alpaca.Wire;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Resilience;
using Bar = Trading.MarketData.Bar;
using Quote = Trading.MarketData.Quote;

namespace Trading.Alpaca.Data;

/// <summary>Quotes and bars of Alpaca, from the feed that is configured; bars are of regular trading.</summary>
/// <remarks>
/// What could not be had is told as nothing: no quote, no bars. The caller polls again, and a missing quote denies an entry.
/// Bars within a session are on the desk's grid, which begins with the open; Alpaca's own begins with the full hour.
/// </remarks>
public sealed class AlpacaMarketData : IMarketDataSource, IBarHistory, IDisposable
{
    private const int MostPages = 200;

    // The longest piece that fits the grids of both: bars of up to half an hour begin at :00 and :30.
    private const int SharedGrid = 30;

    private readonly IAlpacaDataClient _client;
    private readonly AlpacaCalls _calls;
    private readonly IMarketCalendar _calendar;
    private readonly MarketDataFeed _feed;

    internal AlpacaMarketData(IAlpacaDataClient client, AlpacaCalls calls, IMarketCalendar calendar, AlpacaFeed feed)
    {
        _client = client;
        _calls = calls;
        _calendar = calendar;
        _feed = feed == AlpacaFeed.Sip ? MarketDataFeed.Sip : MarketDataFeed.Iex;
    }

    public async ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation)
    {
        var answer = await AskSnapshotAsync(symbol, cancellation);
        if (answer.Value is not { Quote: { } quote } snapshot) return null;
        var time = quote.TimestampUtc > (snapshot.Trade?.TimestampUtc ?? default) ? quote.TimestampUtc : snapshot.Trade!.TimestampUtc;
        return new Quote(
            symbol, Price.FromDecimal(quote.BidPrice), Price.FromDecimal(quote.AskPrice), Price.FromDecimal(snapshot.Trade?.Price ?? 0),
            quote.BidSize, quote.AskSize, Executions.Utc(time));
    }

    /// <summary>Asks for a snapshot, for who wants to know why there is none.</summary>
    internal ValueTask<BrokerAnswer<ISnapshot>> AskSnapshotAsync(Symbol symbol, CancellationToken cancellation)
    {
        var request = new LatestMarketDataRequest(symbol.Value) { Feed = _feed };
        return _calls.AskAsync(CallClass.MarketData, BrokerCall.Read, "quote", token => _client.GetSnapshotAsync(request, token), cancellation);
    }

    public async ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        // A bar that ends after the time asked for may have begun a period before it, a day at its session's open.
        var start = period.IsDaily ? EasternTime.ToUtc(EasternTime.DateAt(from), TimeOnly.MinValue) : from - period.Length;
        var read = await ReadAsync(symbol, period, start, to, cancellation);
        return [.. read.Where(bar => bar.End > from && bar.End <= to)];
    }

    public async ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation)
    {
        if (count <= 0) return [];
        var start = StartOf(period, end, count);
        var read = await ReadAsync(symbol, period, start, end, cancellation);
        var ended = read.Where(bar => bar.End <= end).ToArray();
        return [.. ended.Skip(ended.Length - count)];
    }

    public void Dispose() => _client.Dispose();

    private async ValueTask<List<Bar>> ReadAsync(Symbol symbol, BarPeriod period, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellation)
    {
        var piece = period.IsDaily ? 0 : (int)GreatestCommonDivisor(period.Minutes, SharedGrid);
        var frame = piece == 0 ? BarTimeFrame.Day : new BarTimeFrame(piece, BarTimeFrameUnit.Minute);
        var request = new HistoricalBarsRequest(symbol.Value, frame, new Interval<DateTime>(start.UtcDateTime, end.UtcDateTime)) { Feed = _feed };
        request.Pagination.Size = 10_000;
        var bars = new List<Bar>();
        for (var pages = 0; pages < MostPages; pages++)
        {
            var answer = await _calls.AskAsync(CallClass.MarketData, BrokerCall.Read, "bars", token => _client.ListHistoricalBarsAsync(request, token), cancellation);
            if (answer.Value is not { } page) return []; // a part would look like all there is
            foreach (var bar in page.Items)
                if (Of(bar, piece) is { } read) bars.Add(read);
            if (string.IsNullOrEmpty(page.NextPageToken)) break;
            request.Pagination.Token = page.NextPageToken;
        }
        return piece == 0 || piece == period.Minutes ? bars : Longer(bars, period, end);
    }

    /// <summary>The bar as the desk has it, or null for one outside regular trading.</summary>
    private Bar? Of(IBar bar, int minutes)
    {
        var start = Executions.Utc(bar.TimeUtc);
        if (_calendar.SessionOn(EasternTime.DateAt(start)) is not { } session) return null;
        var end = session.Close;
        if (minutes == 0) start = session.Open;
        else
        {
            if (start < session.Open || start >= session.Close) return null;
            end = start.AddMinutes(minutes) < session.Close ? start.AddMinutes(minutes) : session.Close;
        }
        var read = new Bar(
            start, end, Price.FromDecimal(bar.Open), Price.FromDecimal(bar.High), Price.FromDecimal(bar.Low), Price.FromDecimal(bar.Close),
            (long)decimal.Truncate(bar.Volume));
        return read.IsWellFormed ? read : null;
    }

    private List<Bar> Longer(List<Bar> pieces, BarPeriod period, DateTimeOffset end)
    {
        var resampler = new BarResampler(period, _calendar);
        var bars = new List<Bar>();
        foreach (var piece in pieces)
        {
            resampler.Add(piece);
            Take();
        }
        resampler.AdvanceTo(end);
        Take();
        return bars;

        void Take()
        {
            while (resampler.TryTake(out var bar)) bars.Add(bar);
        }
    }

    /// <summary>The open of a session far enough back that so many bars have ended since, were there trades in each.</summary>
    private DateTimeOffset StartOf(BarPeriod period, DateTimeOffset end, int count)
    {
        var date = EasternTime.DateAt(end);
        var left = count;
        // A stock that trades seldom has gaps; half as many sessions more make up for most.
        var spare = 0;
        while (true)
        {
            if (_calendar.SessionOn(date) is { } session && session.Open < end)
            {
                var ended = session.Close < end ? session.Close : end;
                var bars = period.IsDaily ? 1 : Math.Max(1, (int)((ended - session.Open) / period.Length));
                if (left > 0)
                {
                    left -= bars;
                    spare++;
                }
                else
                {
                    spare -= 2;
                }
                if (left <= 0 && spare <= 0) return period.IsDaily ? EasternTime.ToUtc(date, TimeOnly.MinValue) : session.Open;
            }
            date = date.AddDays(-1);
        }
    }

    private static long GreatestCommonDivisor(long left, long right)
    {
        while (right != 0) (left, right) = (right, left % right);
        return left;
    }
}
