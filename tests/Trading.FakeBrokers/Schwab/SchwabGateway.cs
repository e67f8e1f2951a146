using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;

namespace Trading.FakeBrokers.Schwab;

/// <summary>The door: who may come in, and how often.</summary>
internal sealed class SchwabGateway(FakeMarket market, FakeSchwabOptions options, SchwabTokenIssuer tokens)
{
    private readonly Lock _lock = new();
    private long _minute;
    private int _calls;

    /// <summary>Lets a call pass that has a good token and room in its minute.</summary>
    public async Task PassAsync(HttpContext context, Func<HttpContext, Task> endpoint)
    {
        var token = AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var header) && header.Scheme == "Bearer" ? header.Parameter ?? "" : "";
        switch (context.Fault()?.Kind)
        {
            case FaultKind.ExpireToken:
                tokens.Expire(token);
                break;
            case FaultKind.RevokeToken:
                tokens.Revoke();
                break;
        }
        if (!tokens.IsGood(token)) await SayAsync(context, new JsonObject { ["message"] = "Client not authorized" }, StatusCodes.Status401Unauthorized);
        else if (!HasRoom()) await SayAsync(context, new JsonObject { ["message"] = "Too Many Requests" }, StatusCodes.Status429TooManyRequests);
        else await endpoint(context);
    }

    /// <summary><c>POST /v1/oauth/token</c></summary>
    public async Task TokenAsync(HttpContext context)
    {
        var expected = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.AppKey}:{options.AppSecret}"))}";
        if (context.Request.Headers.Authorization != expected)
        {
            await SayAsync(context, Problem("invalid_client", "Unauthorized"), StatusCodes.Status401Unauthorized);
            return;
        }
        if (context.Fault()?.Kind == FaultKind.RevokeToken) tokens.Revoke();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["grant_type"] == "authorization_code")
        {
            if (form["redirect_uri"] != options.Callback || !tokens.TryUseCode(form["code"].ToString()))
            {
                await SayAsync(context, Problem("unsupported_token_type", "400 Bad Request: \"{\"error_description\":\"Bad authorization code: null\",\"error\":\"invalid_request\"}\""), StatusCodes.Status400BadRequest);
                return;
            }
            var (access, refresh) = tokens.LogIn();
            await SayAsync(context, Tokens(access, refresh));
            return;
        }
        var given = form["refresh_token"].ToString();
        var (made, isOver) = tokens.Refresh(given);
        if (made is not null) await SayAsync(context, Tokens(made, given));
        else if (isOver) await SayAsync(context, Problem("invalid_client", "refresh token invalid"), StatusCodes.Status401Unauthorized);
        else await SayAsync(context, Problem("unsupported_token_type", "400 Bad Request: \"{\"error_description\":\"Exception while authenticating refresh token [tokenDigest=abc=]\",\"error\":\"refresh_token_authentication_error\"}\""), StatusCodes.Status400BadRequest);
    }

    public static async Task SayAsync(HttpContext context, JsonNode body, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private bool HasRoom()
    {
        lock (_lock)
        {
            var minute = market.Now.UtcTicks / TimeSpan.TicksPerMinute;
            if (minute != _minute) (_minute, _calls) = (minute, 0);
            return ++_calls <= options.CallsPerMinute;
        }
    }

    private static JsonObject Tokens(string access, string refresh) => new()
    {
        ["expires_in"] = 1800, ["token_type"] = "Bearer", ["scope"] = "api", ["refresh_token"] = refresh, ["access_token"] = access, ["id_token"] = "fake-id-token",
    };

    private static JsonObject Problem(string error, string description) => new() { ["error"] = error, ["error_description"] = description };
}
