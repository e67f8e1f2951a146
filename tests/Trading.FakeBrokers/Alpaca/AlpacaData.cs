using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>The market data API v2 for stocks: latest quote and trade, bars, snapshots.</summary>
internal sealed class AlpacaData(FakeMarket market, AlpacaGateway gateway)
{
    private const int MostBars = 10_000;

    public void Map(WebApplication app)
    {
        Get(app, "/v2/stocks/{symbol}/quotes/latest", "quote", (_, quote) => new JsonObject { ["quote"] = AlpacaJson.Of(quote) });
        Get(app, "/v2/stocks/{symbol}/trades/latest", "trade", (_, quote) => new JsonObject { ["trade"] = AlpacaJson.Trade(quote) });
        Get(app, "/v2/stocks/{symbol}/snapshot", "snapshot", (_, quote) => Snapshot(quote));
        app.MapGet("/v2/stocks/snapshots", context => gateway.PassAsync(context, "data", SnapshotsAsync)).Named("snapshots");
        app.MapGet("/v2/stocks/{symbol}/bars", context => gateway.PassAsync(context, "data", BarsAsync)).Named("bars");
    }

    private void Get(WebApplication app, string path, string operation, Func<HttpContext, Quote, JsonObject> answer) =>
        app.MapGet(path, context => gateway.PassAsync(context, "data", _ =>
        {
            if (market.QuoteOf(Symbol(context)) is not { } quote) return AlpacaGateway.SayAsync(context, new AlpacaError(404, null, "no data found"));
            var json = answer(context, quote);
            json["symbol"] = quote.Symbol.Value;
            return AlpacaGateway.SayAsync(context, json);
        })).Named(operation);

    private Task SnapshotsAsync(HttpContext context)
    {
        var json = new JsonObject();
        foreach (var name in ((string?)context.Request.Query["symbols"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            if (market.QuoteOf(name) is { } quote) json[name] = Snapshot(quote);
        return AlpacaGateway.SayAsync(context, json);
    }

    private JsonObject Snapshot(Quote quote)
    {
        var json = new JsonObject { ["latestTrade"] = AlpacaJson.Trade(quote), ["latestQuote"] = AlpacaJson.Of(quote) };
        var bars = market.BarsOf(quote.Symbol, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        if (bars.Count > 0) json["minuteBar"] = AlpacaJson.Of(bars[^1]);
        var days = Sum(bars, "1Day");
        if (days.Count > 0) json["dailyBar"] = AlpacaJson.Of(days[^1]);
        if (days.Count > 1) json["prevDailyBar"] = AlpacaJson.Of(days[^2]);
        return json;
    }

    private Task BarsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var from = Time(query["start"]) ?? DateTimeOffset.MinValue;
        var to = Time(query["end"]) ?? DateTimeOffset.MaxValue;
        var bars = Sum(market.BarsOf(Symbol(context), from, to), (string?)query["timeframe"] ?? "1Min").ToList();
        if (query["sort"] == "desc") bars.Reverse();
        var skip = int.TryParse(query["page_token"], CultureInfo.InvariantCulture, out var token) ? token : 0;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, MostBars) : 1000;
        return AlpacaGateway.SayAsync(context, new JsonObject
        {
            ["symbol"] = Symbol(context).Value,
            ["bars"] = new JsonArray([.. bars.Skip(skip).Take(limit).Select(bar => AlpacaJson.Of(bar))]),
            ["next_page_token"] = skip + limit < bars.Count ? (skip + limit).ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    /// <summary>Bars of a longer time; a longer bar begins where the clock of New York is a multiple of its length.</summary>
    private static List<Bar> Sum(IReadOnlyList<Bar> bars, string timeFrame)
    {
        var length = timeFrame switch
        {
            "1Day" => TimeSpan.FromDays(1),
            _ when timeFrame.EndsWith("Hour", StringComparison.Ordinal) => TimeSpan.FromHours(int.Parse(timeFrame[..^4], CultureInfo.InvariantCulture)),
            _ => TimeSpan.FromMinutes(int.Parse(timeFrame[..^3], CultureInfo.InvariantCulture)),
        };
        return [.. bars.GroupBy(bar => Floor(bar.Start, length)).Select(group => new Bar(
            group.Key, group.Last().End, group.First().Open, Price.FromUnits(group.Max(bar => bar.High.Units)), Price.FromUnits(group.Min(bar => bar.Low.Units)),
            group.Last().Close, group.Sum(bar => bar.Volume)))];
    }

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan length)
    {
        var local = EasternTime.At(time);
        return new DateTimeOffset(local.Ticks - local.Ticks % length.Ticks, local.Offset).ToUniversalTime();
    }

    private static Symbol Symbol(HttpContext context) => (string)context.Request.RouteValues["symbol"]!;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
