using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>The trading API v2: account, orders, positions, activities, clock, calendar, assets.</summary>
internal sealed class AlpacaTrading(FakeMarket market, FakeAccount account, AlpacaGateway gateway)
{
    private const int MostOrders = 500;

    public void Map(WebApplication app)
    {
        Get(app, "/v2/account", "account", context => SayAsync(context, AlpacaJson.Of(account, account.Balance())));
        Get(app, "/v2/account/activities", "activities", ActivitiesAsync);
        Get(app, "/v2/positions", "positions", context => SayAsync(context, new JsonArray([.. account.Positions().Select(Of)])));
        Get(app, "/v2/positions/{symbol}", "position", PositionAsync);
        Get(app, "/v2/clock", "clock", ClockAsync);
        Get(app, "/v2/calendar", "calendar", CalendarAsync);
        Get(app, "/v2/assets/{symbol}", "asset", AssetAsync);
        Get(app, "/v2/orders", "orders", OrdersAsync);
        Get(app, "/v2/orders:by_client_order_id", "find", context => FoundAsync(context, account.Find((string?)context.Request.Query["client_order_id"] ?? "")));
        Get(app, "/v2/orders/{id:guid}", "find", context => FoundAsync(context, Named(context)));
        app.MapPost("/v2/orders", context => gateway.PassAsync(context, "trading", SubmitAsync)).Named("submit");
        app.MapPatch("/v2/orders/{id:guid}", context => gateway.PassAsync(context, "trading", ReplaceAsync)).Named("replace");
        app.MapDelete("/v2/orders/{id:guid}", context => gateway.PassAsync(context, "trading", CancelAsync)).Named("cancel");
        app.MapDelete("/v2/orders", context => gateway.PassAsync(context, "trading", CancelAllAsync)).Named("cancelAll");
    }

    private void Get(WebApplication app, string path, string operation, Func<HttpContext, Task> endpoint) =>
        app.MapGet(path, context => gateway.PassAsync(context, "trading", endpoint)).Named(operation);

    private async Task SubmitAsync(HttpContext context)
    {
        using var json = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var (ticket, error) = AlpacaOrderReader.Read(json.RootElement);
        if (ticket is null)
        {
            await AlpacaGateway.SayAsync(context, error!);
            return;
        }
        ObeyCap(context.Fault());
        await AnswerAsync(context, account.Submit(ticket));
    }

    private async Task ReplaceAsync(HttpContext context)
    {
        using var json = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        if (Named(context) is not { } order)
        {
            await AlpacaGateway.SayAsync(context, AlpacaErrors.NotFound);
            return;
        }
        if (order.IsOpen && AlpacaWords.Status(order, Phase) == "accepted")
        {
            await AlpacaGateway.SayAsync(context, AlpacaErrors.NotSent);
            return;
        }
        var (clientOrderId, terms) = AlpacaOrderReader.ReadChange(json.RootElement, order.Terms);
        await AnswerAsync(context, account.Replace(order, clientOrderId, terms));
    }

    private async Task CancelAsync(HttpContext context)
    {
        if (Named(context) is not { } order)
        {
            await AlpacaGateway.SayAsync(context, AlpacaErrors.NotFound);
            return;
        }
        var answer = account.Cancel(order, fillsLate: context.Fault()?.Kind == FaultKind.FillLate);
        if (answer.IsDone) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await AlpacaGateway.SayAsync(context, AlpacaErrors.Of(answer));
    }

    private Task CancelAllAsync(HttpContext context)
    {
        var statuses = account.Orders.Where(order => order.IsOpen && order.Parent is null)
            .Select(order => new JsonObject { ["id"] = order.Id.ToString(), ["status"] = account.Cancel(order).IsDone ? 200 : 422 });
        return AlpacaGateway.SayAsync(context, new JsonArray([.. statuses]), StatusCodes.Status207MultiStatus);
    }

    private Task AnswerAsync(HttpContext context, BookAnswer answer) =>
        answer.IsDone ? SayAsync(context, Of(answer.Order!, nested: true)) : AlpacaGateway.SayAsync(context, AlpacaErrors.Of(answer));

    private Task FoundAsync(HttpContext context, BookOrder? order) =>
        order is null ? AlpacaGateway.SayAsync(context, AlpacaErrors.NotFound) : SayAsync(context, Of(order, nested: IsNested(context)));

    private Task OrdersAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var nested = IsNested(context);
        var status = (string?)query["status"] ?? "open";
        var symbols = ((string?)query["symbols"])?.Split(',');
        var after = Time(query["after"]) ?? DateTimeOffset.MinValue;
        var until = Time(query["until"]) ?? DateTimeOffset.MaxValue;
        var found = account.Orders
            .Where(order => !nested || order.Parent is null)
            .Where(order => status == "all" || (status == "open") == (order.IsOpen || (nested && order.Legs.Exists(leg => leg.IsOpen))))
            .Where(order => symbols is null || symbols.Contains(order.Symbol.Value))
            .Where(order => order.SubmittedAt > after && order.SubmittedAt < until);
        if (query["direction"] != "asc") found = found.Reverse();
        var limit = Math.Min(MostOrders, int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) ? asked : 50);
        return SayAsync(context, new JsonArray([.. found.Take(limit).Select(order => Of(order, nested))]));
    }

    private Task ActivitiesAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var after = Time(query["after"]) ?? DateTimeOffset.MinValue;
        var all = account.Orders.SelectMany(Executions).Where(execution => execution.Fill.Time > after).OrderBy(execution => execution.Fill.Time).ThenBy(execution => execution.Fill.ExecutionId, StringComparer.Ordinal);
        var ordered = query["direction"] == "asc" ? all.ToList() : all.Reverse().ToList();
        if ((string?)query["page_token"] is { } token) ordered = [.. ordered.SkipWhile(execution => AlpacaJson.ActivityId(execution.Fill) != token).Skip(1)];
        var size = int.TryParse(query["page_size"], CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, 100) : 100;
        return SayAsync(context, new JsonArray([.. ordered.Take(size).Select(execution => AlpacaJson.Activity(execution.Order, execution.Fill, execution.Total))]));
    }

    private static IEnumerable<(BookOrder Order, Trading.Orders.Fill Fill, decimal Total)> Executions(BookOrder order)
    {
        var total = order.Filled - order.Fills.Sum(fill => fill.Quantity);
        foreach (var fill in order.Fills) yield return (order, fill, total += fill.Quantity);
    }

    private Task PositionAsync(HttpContext context)
    {
        var symbol = (string)context.Request.RouteValues["symbol"]!;
        var found = account.Positions().FirstOrDefault(position => position.Symbol.Value == symbol);
        return found is null ? AlpacaGateway.SayAsync(context, AlpacaErrors.Position(symbol)) : SayAsync(context, Of(found));
    }

    private Task ClockAsync(HttpContext context)
    {
        var now = market.Now;
        var session = market.Calendar.CurrentOrNext(now);
        var isOpen = session.PhaseAt(now) == SessionPhase.Regular;
        var next = now < session.Open ? session : market.Calendar.CurrentOrNext(session.AfterHoursClose);
        return SayAsync(context, new JsonObject
        {
            ["timestamp"] = EasternTime.At(now).ToString("O", CultureInfo.InvariantCulture),
            ["is_open"] = isOpen,
            ["next_open"] = EasternTime.At(next.Open).ToString("O", CultureInfo.InvariantCulture),
            ["next_close"] = EasternTime.At(isOpen ? session.Close : next.Close).ToString("O", CultureInfo.InvariantCulture),
        });
    }

    private Task CalendarAsync(HttpContext context)
    {
        var today = EasternTime.DateAt(market.Now);
        var start = DateOnly.TryParse(context.Request.Query["start"], CultureInfo.InvariantCulture, out var from) ? from : today;
        var end = DateOnly.TryParse(context.Request.Query["end"], CultureInfo.InvariantCulture, out var to) ? to : start.AddDays(30);
        var days = new JsonArray();
        for (var day = start; day <= end; day = day.AddDays(1))
        {
            if (market.Calendar.SessionOn(day) is not { } session) continue;
            days.Add(new JsonObject
            {
                ["date"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["open"] = Clock(session.Open, "HH:mm"),
                ["close"] = Clock(session.Close, "HH:mm"),
                ["session_open"] = Clock(session.PreMarketOpen, "HHmm"),
                ["session_close"] = Clock(session.AfterHoursClose, "HHmm"),
            });
        }
        return SayAsync(context, days);
    }

    private static Task AssetAsync(HttpContext context)
    {
        var symbol = new Symbol((string)context.Request.RouteValues["symbol"]!);
        return SayAsync(context, new JsonObject
        {
            ["id"] = AlpacaJson.AssetId(symbol),
            ["class"] = "us_equity",
            ["exchange"] = "NASDAQ",
            ["symbol"] = symbol.Value,
            ["name"] = symbol.Value,
            ["status"] = "active",
            ["tradable"] = true,
            ["marginable"] = true,
            ["shortable"] = true,
            ["easy_to_borrow"] = true,
            ["fractionable"] = true,
        });
    }

    /// <summary>A rule on a submit may say how many shares each bar has from then on.</summary>
    private void ObeyCap(FaultRule? rule)
    {
        if (rule?.Kind != FaultKind.CapFills) return;
        lock (market.Gate) account.Fills.MostShares = decimal.TryParse(rule.Value, CultureInfo.InvariantCulture, out var shares) ? shares : null;
    }

    private BookOrder? Named(HttpContext context) => account.Find(Guid.Parse((string)context.Request.RouteValues["id"]!));

    private JsonObject Of(BookOrder order, bool nested)
    {
        lock (market.Gate) return AlpacaJson.Of(order, Phase, nested);
    }

    private JsonObject Of(Agents.Ports.BrokerPosition position) =>
        AlpacaJson.Of(position, market.QuoteOf(position.Symbol)?.Last.ToDecimal() ?? position.AveragePrice);

    private SessionPhase Phase => market.Calendar.CurrentOrNext(market.Now).PhaseAt(market.Now);

    /// <summary>Alpaca reads a flag in any case.</summary>
    private static bool IsNested(HttpContext context) => bool.TryParse(context.Request.Query["nested"], out var nested) && nested;

    private static string Clock(DateTimeOffset time, string format) => EasternTime.At(time).ToString(format, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static Task SayAsync(HttpContext context, JsonNode json) => AlpacaGateway.SayAsync(context, json);
}
