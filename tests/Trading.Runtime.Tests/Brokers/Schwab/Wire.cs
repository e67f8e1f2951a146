using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Resilience;
using Trading.Runtime.State;

namespace Trading.Runtime.Tests.Brokers.Schwab;

/// <summary>A connection to a Schwab that answers as the test says, on a clock that stands still.</summary>
internal sealed class Wire : HttpMessageHandler, IHttpClientFactory, IBrokerAlarms
{
    public const string Hash = "HASH0123456789ABCDEF";
    public static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);
    public static readonly Secret Key = new("app-key-4711");
    public static readonly Secret AppSecret = new("s3cret/of+the=app");

    private readonly Lock _lock = new();

    public Wire(SchwabToken? token = null, SchwabOptions? options = null, bool isLoggedIn = true)
    {
        Store = new InMemoryTokenStore(isLoggedIn ? token ?? FreshToken() : null);
        Breakers = new InMemoryBreakers(BreakerOptions.Default, Now);
        Options = options ?? new SchwabOptions { Account = "main", AppKey = Key, AppSecret = AppSecret };
        Connection = new SchwabConnection(Options, this, Store, State, Breakers, new InMemoryRateLimits(), this, new NyseCalendar(), Clock);
    }

    public FakeTimeProvider Clock { get; } = new(Now);
    public SchwabOptions Options { get; }
    public InMemoryTokenStore Store { get; }
    public InMemoryBreakers Breakers { get; }
    public InMemoryStateStore State { get; } = new();
    public SchwabConnection Connection { get; private set; }
    public SchwabBroker Broker => Connection.Broker;

    /// <summary>Answers requests: method and path with query, body. Null is not found.</summary>
    public Func<string, string, HttpResponseMessage?> Answers { get; set; } = static (_, _) => null;

    /// <summary>Whether an answer comes on another thread; else at once, so that nothing waits but for the clock.</summary>
    public bool TakesTime { get; init; }

    public List<string> Requests { get; } = [];
    public List<string> Authorisations { get; } = [];
    public List<BrokerAlarm> Alarms { get; } = [];

    public static SchwabToken FreshToken(string access = "access-token-1", DateTimeOffset? loggedIn = null) =>
        new(new Secret(access), Now.AddMinutes(30), new Secret("refresh-token-1"), loggedIn ?? Now.AddDays(-1));

    public static SchwabToken AgedToken(DateTimeOffset? loggedIn = null, double minutesLeft = 4) =>
        FreshToken("access-token-old", loggedIn) with { AccessExpiresAt = Now.AddMinutes(minutesLeft) };

    public static HttpResponseMessage Json(string json, int status = 200) =>
        new((HttpStatusCode)status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Tokens(string access, string refresh = "refresh-token-1") =>
        Json($$"""{"expires_in":1800,"token_type":"Bearer","scope":"api","refresh_token":"{{refresh}}","access_token":"{{access}}","id_token":"an-id-token"}""");

    public static HttpResponseMessage Status(int status, string body = "") => Json(body, status);

    /// <summary>The same desk after a crash: only what is stored is left.</summary>
    public void Restart() => Connection = new SchwabConnection(Options, this, Store, State, Breakers, new InMemoryRateLimits(), this, new NyseCalendar(), Clock);

    /// <summary>Answers for an account with orders that the test changes.</summary>
    public void Serves(List<JsonObject> orders, Func<string, string, HttpResponseMessage?>? first = null) => Answers = (request, body) =>
    {
        if (first?.Invoke(request, body) is { } special) return special;
        if (request.EndsWith("/accountNumbers", StringComparison.Ordinal)) return Json($$"""[{"accountNumber":"12345678","hashValue":"{{Hash}}"}]""");
        if (request.StartsWith($"GET /trader/v1/accounts/{Hash}/orders?", StringComparison.Ordinal)) return Json(new JsonArray([.. orders.Select(order => order.DeepClone())]).ToJsonString());
        if (request.StartsWith($"GET /trader/v1/accounts/{Hash}/orders/", StringComparison.Ordinal))
        {
            var id = long.Parse(request[(request.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            return orders.SelectMany(Tree).FirstOrDefault(order => (long?)order["orderId"] == id) is { } found ? Json(found.ToJsonString()) : Status(404, """{"message":"Order not found"}""");
        }
        return null;
    };

    public static HttpResponseMessage Created(long? id)
    {
        var response = new HttpResponseMessage(HttpStatusCode.Created);
        if (id is not null) response.Headers.Location = new Uri($"https://api.schwabapi.com/trader/v1/accounts/{Hash}/orders/{id}");
        return response;
    }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new Uri("https://api.schwabapi.com"), Timeout = Timeout.InfiniteTimeSpan };

    public void Raise(BrokerAlarm alarm)
    {
        lock (_lock) Alarms.Add(alarm);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var line = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        lock (_lock)
        {
            Requests.Add(line);
            Authorisations.Add(request.Headers.Authorization?.ToString() ?? "");
        }
        if (TakesTime) await Task.Yield();
        return Answers(line, body) ?? Status(404, """{"message":"not here"}""");
    }

    private static IEnumerable<JsonObject> Tree(JsonObject order) =>
        (order["childOrderStrategies"]?.AsArray() ?? []).SelectMany(child => Tree(child!.AsObject())).Prepend(order);
}
