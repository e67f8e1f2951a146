using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;

namespace Trading.FakeBrokers.Schwab;

/// <summary><c>/marketdata/v1</c>: quotes, price history of minutes, market hours.</summary>
internal sealed class SchwabData(FakeMarket market, SchwabGateway gateway)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/marketdata/v1/quotes", context => gateway.PassAsync(context, QuotesAsync)).Named("quote");
        app.MapGet("/marketdata/v1/pricehistory", context => gateway.PassAsync(context, HistoryAsync)).Named("bars");
        app.MapGet("/marketdata/v1/markets", context => gateway.PassAsync(context, HoursAsync)).Named("hours");
    }

    private Task QuotesAsync(HttpContext context)
    {
        var quotes = new JsonObject();
        var unknown = new JsonArray();
        foreach (var text in context.Request.Query["symbols"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Symbol.TryParse(text.Replace('/', '.'), out var symbol) || market.QuoteOf(symbol) is not { } quote)
            {
                unknown.Add(text);
                continue;
            }
            var time = quote.Time.ToUnixTimeMilliseconds();
            quotes[text] = new JsonObject
            {
                ["assetMainType"] = "EQUITY", ["quoteType"] = "NBBO", ["realtime"] = true, ["symbol"] = text,
                ["quote"] = new JsonObject
                {
                    ["bidPrice"] = quote.Bid.ToDecimal(), ["askPrice"] = quote.Ask.ToDecimal(), ["lastPrice"] = quote.Last.ToDecimal(),
                    ["bidSize"] = quote.BidSize, ["askSize"] = quote.AskSize, ["quoteTime"] = time, ["tradeTime"] = time, ["securityStatus"] = "Normal",
                },
            };
        }
        if (unknown.Count > 0) quotes["errors"] = new JsonObject { ["invalidSymbols"] = unknown };
        return SchwabGateway.SayAsync(context, quotes);
    }

    private Task HistoryAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!Symbol.TryParse(query["symbol"].ToString().Replace('/', '.'), out var symbol) || query["frequencyType"] != "minute" || !int.TryParse(query["frequency"], CultureInfo.InvariantCulture, out var minutes))
            return SchwabGateway.SayAsync(context, Problem("the fake has candles of minutes"), StatusCodes.Status400BadRequest);
        // It tells the bars it was shown; it builds none.
        var bars = market.BarsOf(symbol, Time(query["startDate"]), Time(query["endDate"])).Where(bar => bar.End - bar.Start == TimeSpan.FromMinutes(minutes)).ToList();
        return SchwabGateway.SayAsync(context, new JsonObject
        {
            ["symbol"] = query["symbol"].ToString(),
            ["empty"] = bars.Count == 0,
            ["candles"] = new JsonArray([.. bars.Select(bar => new JsonObject
            {
                ["open"] = bar.Open.ToDecimal(), ["high"] = bar.High.ToDecimal(), ["low"] = bar.Low.ToDecimal(), ["close"] = bar.Close.ToDecimal(),
                ["volume"] = bar.Volume, ["datetime"] = bar.Start.ToUnixTimeMilliseconds(),
            })]),
        });
    }

    private Task HoursAsync(HttpContext context)
    {
        var date = DateOnly.TryParse(context.Request.Query["date"], CultureInfo.InvariantCulture, out var given) ? given : EasternTime.DateAt(market.Now);
        var equity = market.Calendar.SessionOn(date) is { } session
            ? new JsonObject
            {
                ["EQ"] = new JsonObject
                {
                    ["date"] = $"{date:yyyy-MM-dd}", ["marketType"] = "EQUITY", ["product"] = "EQ", ["isOpen"] = true,
                    ["sessionHours"] = new JsonObject
                    {
                        ["preMarket"] = Span(session.PreMarketOpen, session.Open), ["regularMarket"] = Span(session.Open, session.Close), ["postMarket"] = Span(session.Close, session.AfterHoursClose),
                    },
                },
            }
            : new JsonObject { ["equity"] = new JsonObject { ["date"] = $"{date:yyyy-MM-dd}", ["marketType"] = "EQUITY", ["product"] = "equity", ["isOpen"] = false } };
        return SchwabGateway.SayAsync(context, new JsonObject { ["equity"] = equity });
    }

    private static JsonArray Span(DateTimeOffset start, DateTimeOffset end) => new(new JsonObject { ["start"] = Text(start), ["end"] = Text(end) });

    private static string Text(DateTimeOffset time) => EasternTime.At(time).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string? milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? DateTimeOffset.FromUnixTimeMilliseconds(time) : DateTimeOffset.UnixEpoch;

    private static JsonObject Problem(string detail) => new() { ["errors"] = new JsonArray(new JsonObject { ["status"] = "400", ["title"] = "Bad Request", ["detail"] = detail }) };
}
