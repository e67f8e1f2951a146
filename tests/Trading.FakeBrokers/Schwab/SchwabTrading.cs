using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.Orders;

namespace Trading.FakeBrokers.Schwab;

/// <summary><c>/trader/v1</c>: account numbers, the account, and orders.</summary>
internal sealed class SchwabTrading(FakeMarket market, FakeAccount account, FakeSchwabOptions options, SchwabGateway gateway)
{
    private const string Account = "/trader/v1/accounts/{hash}";

    public void Map(WebApplication app)
    {
        app.MapGet("/trader/v1/accounts/accountNumbers", Passing(NumbersAsync)).Named("accountNumbers");
        app.MapGet(Account, Passing(Owned(AccountAsync))).Named("account");
        app.MapGet($"{Account}/orders", Passing(Owned(OrdersAsync))).Named("orders");
        app.MapGet($"{Account}/orders/{{id:long}}", Passing(Owned(OrderAsync))).Named("find");
        app.MapPost($"{Account}/orders", Passing(Owned(SubmitAsync))).Named("submit");
        app.MapPut($"{Account}/orders/{{id:long}}", Passing(Owned(ReplaceAsync))).Named("replace");
        app.MapDelete($"{Account}/orders/{{id:long}}", Passing(Owned(CancelAsync))).Named("cancel");
    }

    private RequestDelegate Passing(Func<HttpContext, Task> endpoint) => context => gateway.PassAsync(context, endpoint);

    private Func<HttpContext, Task> Owned(Func<HttpContext, Task> endpoint) => context =>
        (string?)context.Request.RouteValues["hash"] == options.AccountHash ? endpoint(context) : RefuseAsync(context, StatusCodes.Status404NotFound, "Invalid account number");

    private Task NumbersAsync(HttpContext context) =>
        SchwabGateway.SayAsync(context, new JsonArray(new JsonObject { ["accountNumber"] = account.Number, ["hashValue"] = options.AccountHash }));

    private Task AccountAsync(HttpContext context)
    {
        var balance = account.Balance();
        var securities = new JsonObject
        {
            ["type"] = balance.MayShort ? "MARGIN" : "CASH",
            ["accountNumber"] = account.Number,
            ["roundTrips"] = 0,
            ["isDayTrader"] = false,
            ["isClosingOnlyRestricted"] = false,
            ["currentBalances"] = new JsonObject
            {
                ["cashBalance"] = balance.Cash, ["liquidationValue"] = balance.Equity, ["equity"] = balance.Equity, ["buyingPower"] = balance.BuyingPower, ["availableFunds"] = balance.BuyingPower,
            },
        };
        if (context.Request.Query["fields"] == "positions")
        {
            securities["positions"] = new JsonArray([.. account.Positions().Select(position => new JsonObject
            {
                ["longQuantity"] = Math.Max(0, position.Quantity), ["shortQuantity"] = Math.Max(0, -position.Quantity), ["averagePrice"] = position.AveragePrice,
                ["instrument"] = new JsonObject { ["assetType"] = "EQUITY", ["cusip"] = "000000000", ["symbol"] = SchwabOrderJson.SymbolText(position.Symbol) },
            })]);
        }
        return SchwabGateway.SayAsync(context, new JsonObject { ["securitiesAccount"] = securities });
    }

    private Task OrdersAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (!DateTimeOffset.TryParse(query["fromEnteredTime"], CultureInfo.InvariantCulture, out var from) || !DateTimeOffset.TryParse(query["toEnteredTime"], CultureInfo.InvariantCulture, out var to)
            || from < market.Now.AddDays(-60))
            return RefuseAsync(context, StatusCodes.Status400BadRequest, "fromEnteredTime and toEnteredTime are within 60 days");
        lock (market.Gate)
        {
            var found = account.Orders.Where(order => order.Parent is null && order.SubmittedAt >= from && order.SubmittedAt <= to && !IsChildOfOld(order)).Reverse();
            return SchwabGateway.SayAsync(context, new JsonArray([.. found.Select(SchwabOrderJson.Of)]));
        }
    }

    private Task OrderAsync(HttpContext context)
    {
        lock (market.Gate)
            return Named(context) is { } order ? SchwabGateway.SayAsync(context, SchwabOrderJson.Of(order)) : RefuseAsync(context, StatusCodes.Status404NotFound, "Order not found");
    }

    private async Task SubmitAsync(HttpContext context)
    {
        if (await BodyAsync(context) is not { } body || SchwabOrderJson.Read(body) is not { Ticket: { } ticket })
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "A validation problem with the request.");
            return;
        }
        if (context.Fault() is { Kind: FaultKind.CapFills } cap)
            account.Fills.MostShares = decimal.TryParse(cap.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var most) ? most : null;
        if (WrongSide(ticket) is { } wrong) await RefuseAsync(context, StatusCodes.Status400BadRequest, wrong);
        else await CreatedAsync(context, account.Submit(ticket));
    }

    private async Task ReplaceAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        if (Named(context) is not { } order) await RefuseAsync(context, StatusCodes.Status404NotFound, "Order not found");
        else if (body is null || SchwabOrderJson.Terms(body) is not { } terms) await RefuseAsync(context, StatusCodes.Status400BadRequest, "A validation problem with the request.");
        // Schwab's replacement is a new order of the size it is sent with; the book counts what was filled before as well.
        else await CreatedAsync(context, account.Replace(order, null, terms with { Quantity = terms.Quantity + order.Filled }));
    }

    private Task CancelAsync(HttpContext context)
    {
        if (Named(context) is not { } order) return RefuseAsync(context, StatusCodes.Status404NotFound, "Order not found");
        var answer = account.Cancel(order, fillsLate: context.Fault()?.Kind == FaultKind.FillLate);
        return answer.IsDone ? Task.CompletedTask : RefuseAsync(context, StatusCodes.Status400BadRequest, "Order cannot be canceled.");
    }

    private async Task CreatedAsync(HttpContext context, BookAnswer answer)
    {
        if (answer is not { IsDone: true, Order: { } order })
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"{answer.Code}: {answer.Reason}");
            return;
        }
        context.Response.StatusCode = StatusCodes.Status201Created;
        if (options.SendsLocation) context.Response.Headers.Location = $"https://api.schwabapi.com/trader/v1/accounts/{options.AccountHash}/orders/{SchwabOrderJson.IdOf(order)}";
    }

    /// <summary>At Schwab the client says whether it opens or closes, and must be right.</summary>
    private string? WrongSide(BookTicket ticket)
    {
        lock (market.Gate)
        {
            var held = account.Held(ticket.Symbol);
            return ticket.Terms.Side switch
            {
                OrderSide.Sell when held <= 0 => "Your account does not hold the shares you want to sell.",
                OrderSide.BuyToCover when held >= 0 => "Your account is not short in this security.",
                OrderSide.SellShort when held > 0 => "You hold this security; sell it first.",
                OrderSide.Buy when held < 0 => "You are short in this security; cover it first.",
                _ => null,
            };
        }
    }

    private BookOrder? Named(HttpContext context) =>
        long.TryParse((string?)context.Request.RouteValues["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? account.Find(SchwabOrderJson.NumberOf(id)) : null;

    // A leg that was replaced hangs on nothing any more, and is told with its parent no longer.
    private static bool IsChildOfOld(BookOrder order) => order is { Role: OrderRole.Stop or OrderRole.Target, ReplacedBy: not null };

    private static async Task<JsonObject?> BodyAsync(HttpContext context)
    {
        try
        {
            return (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))?.AsObject();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        SchwabGateway.SayAsync(context, new JsonObject { ["message"] = message, ["errors"] = new JsonArray(message) }, status);
}
