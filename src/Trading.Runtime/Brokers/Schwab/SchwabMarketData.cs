using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab.Orders;
using Trading.Runtime.Brokers.Schwab.Wire;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab;

/// <summary>Schwab's quotes, price history and market hours.</summary>
/// <remarks>
/// Schwab has candles of 1, 5, 10, 15 and 30 minutes and of days; other periods are built from them on the session's grid. Regular
/// trading only, unless the options ask for more. A candle that still grows is not told.
/// </remarks>
public sealed class SchwabMarketData : IMarketDataSource, IBarHistory
{
    private static readonly int[] Frequencies = [30, 15, 10, 5, 1];

    private readonly SchwabOptions _options;
    private readonly SchwabClient _client;
    private readonly IMarketCalendar _calendar;
    private readonly TimeProvider _clock;

    internal SchwabMarketData(SchwabOptions options, SchwabClient client, IMarketCalendar calendar, TimeProvider clock) =>
        (_options, _client, _calendar, _clock) = (options, client, calendar, clock);

    /// <summary>The newest quote; null when Schwab has none, or cannot be asked now.</summary>
    public async ValueTask<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellation)
    {
        var text = SchwabOrderForm.SymbolText(symbol);
        var answer = await _client.GetAsync(CallClass.MarketData, "quote", $"/marketdata/v1/quotes?symbols={Uri.EscapeDataString(text)}&fields=quote", SchwabJson.Default.JsonElement, cancellation);
        if (!answer.IsDone || answer.Value.ValueKind != JsonValueKind.Object) return null;
        if (!answer.Value.TryGetProperty(text, out var entry) || !entry.TryGetProperty("quote", out var quote)) return null;
        var last = Money(quote, "lastPrice");
        var time = Math.Max(Whole(quote, "quoteTime"), Whole(quote, "tradeTime"));
        if (time <= 0 || (!last.IsPositive && !Money(quote, "bidPrice").IsPositive)) return null;
        return new Quote(
            symbol, Money(quote, "bidPrice"), Money(quote, "askPrice"), last, Whole(quote, "bidSize"), Whole(quote, "askSize"), DateTimeOffset.FromUnixTimeMilliseconds(time));
    }

    /// <inheritdoc/>
    /// <exception cref="MarketDataUnavailableException">Schwab cannot be asked now.</exception>
    public async ValueTask<ImmutableArray<Bar>> BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        if (to > now) to = now;
        if (from >= to) return [];
        var fetched = period.IsDaily ? period.Minutes : Frequencies.First(minutes => period.Minutes % minutes == 0);
        // A longer period is built from its beginning.
        var start = period.IsDaily ? from.AddDays(-1) : from - period.Length;
        var query = string.Create(CultureInfo.InvariantCulture, $"symbol={Uri.EscapeDataString(SchwabOrderForm.SymbolText(symbol))}&periodType={(period.IsDaily ? "year" : "day")}&frequencyType={(period.IsDaily ? "daily" : "minute")}&frequency={(period.IsDaily ? 1 : fetched)}&startDate={start.ToUnixTimeMilliseconds()}&endDate={to.ToUnixTimeMilliseconds()}&needExtendedHoursData={(_options.ExtendedHours ? "true" : "false")}&needPreviousClose=false");
        var answer = await _client.GetAsync(CallClass.MarketData, "bars", $"/marketdata/v1/pricehistory?{query}", SchwabJson.Default.WireCandles, cancellation);
        if (answer.Outcome is BrokerOutcome.NotFound) return [];
        if (answer is not { IsDone: true, Value: { } candles }) throw new MarketDataUnavailableException(answer.Code, $"bars of {symbol}: {answer.Reason}");
        var bars = (candles.Candles ?? []).OrderBy(candle => candle.Datetime).Select(candle => ToBar(candle, period.IsDaily ? null : fetched)).OfType<Bar>();
        if (!period.IsDaily && fetched != period.Minutes) bars = Resampled(bars, period, to);
        return [.. bars.Where(bar => bar.End > from && bar.End <= to && bar.IsWellFormed)];
    }

    /// <inheritdoc/>
    /// <exception cref="MarketDataUnavailableException">Schwab cannot be asked now.</exception>
    public async ValueTask<ImmutableArray<Bar>> LastAsync(Symbol symbol, BarPeriod period, DateTimeOffset end, int count, CancellationToken cancellation)
    {
        if (count <= 0) return [];
        var bars = await BarsAsync(symbol, period, StartOf(period, end, count), end, cancellation);
        return bars.Length <= count ? bars : bars[^count..];
    }

    /// <summary>The session of a day as Schwab has it; null when it does not trade then, or Schwab cannot be asked now.</summary>
    public async ValueTask<Session?> SessionAsync(DateOnly date, CancellationToken cancellation)
    {
        var answer = await _client.GetAsync(CallClass.MarketData, "hours", $"/marketdata/v1/markets?markets=equity&date={date:yyyy-MM-dd}", SchwabJson.Default.JsonElement, cancellation);
        if (!answer.IsDone || answer.Value.ValueKind != JsonValueKind.Object || !answer.Value.TryGetProperty("equity", out var equity)) return null;
        foreach (var product in equity.EnumerateObject())
        {
            if (!product.Value.TryGetProperty("sessionHours", out var hours) || hours.ValueKind != JsonValueKind.Object || Span(hours, "regularMarket") is not { } regular) continue;
            var before = Span(hours, "preMarket") ?? regular;
            var after = Span(hours, "postMarket") ?? regular;
            var usual = EasternTime.ToUtc(date, new TimeOnly(16, 0));
            return new Session(date, before.Start, regular.Start, regular.End, after.End, regular.End < usual);
        }
        return null;
    }

    private Bar? ToBar(WireCandle candle, int? minutes)
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(candle.Datetime);
        var end = start.AddMinutes(minutes ?? 0);
        if (minutes is null)
        {
            // A daily candle carries the midnight before it, in Chicago.
            if (_calendar.SessionOn(EasternTime.DateAt(start)) is not { } session) return null;
            (start, end) = (session.Open, session.Close);
        }
        return new Bar(start, end, Price.FromDecimal(candle.Open), Price.FromDecimal(candle.High), Price.FromDecimal(candle.Low), Price.FromDecimal(candle.Close), candle.Volume);
    }

    private IEnumerable<Bar> Resampled(IEnumerable<Bar> bars, BarPeriod period, DateTimeOffset to)
    {
        var resampler = new BarResampler(period, _calendar);
        foreach (var bar in bars)
        {
            resampler.Add(bar);
            while (resampler.TryTake(out var built)) yield return built;
        }
        resampler.AdvanceTo(to);
        while (resampler.TryTake(out var built)) yield return built;
    }

    /// <summary>A time early enough for so many bars, with sessions to spare for what did not trade.</summary>
    private DateTimeOffset StartOf(BarPeriod period, DateTimeOffset end, int count)
    {
        var aSession = period.IsDaily ? 1 : Math.Max(1, 180 / period.Minutes); // the shortest session has 210 minutes
        var sessions = ((count + aSession - 1) / aSession) + 2;
        var date = EasternTime.DateAt(end);
        for (var days = 0; sessions > 0 && days < 20_000; days++, date = date.AddDays(-1))
            if (_calendar.SessionOn(date) is not null) sessions--;
        return EasternTime.ToUtc(date, TimeOnly.MinValue);
    }

    private static (DateTimeOffset Start, DateTimeOffset End)? Span(JsonElement hours, string name) =>
        hours.TryGetProperty(name, out var spans) && spans.ValueKind == JsonValueKind.Array && spans.GetArrayLength() > 0
        && spans[0].TryGetProperty("start", out var start) && spans[0].TryGetProperty("end", out var end)
        && start.TryGetDateTimeOffset(out var from) && end.TryGetDateTimeOffset(out var to)
            ? (from.ToUniversalTime(), to.ToUniversalTime())
            : null;

    private static Price Money(JsonElement quote, string name) =>
        quote.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var dollars) && dollars is >= 0 and < 10_000_000 ? Price.FromDecimal(dollars) : Price.Zero;

    private static long Whole(JsonElement quote, string name) =>
        quote.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;
}
