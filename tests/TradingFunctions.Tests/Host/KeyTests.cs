using System.Net;
using System.Text.Json;

namespace TradingFunctions.Tests.Host;

/// <summary>The HTTP functions in a real host that asks for keys. Skipped, and loudly, where there is none.</summary>
public sealed class KeyTests
{
    private const string Key = "a-key-of-this-test-alone";

    [Fact]
    public async Task Without_a_key_nothing_is_told_or_done_and_errors_are_problem_details()
    {
        Tools.Need(keys: true);
        // Started, it is healthy: the platform's call, which has no key, was answered.
        await using var host = await RealHost.StartAsync("", key: Key);

        foreach (var path in (string[])["api/status", "api/trades", "api/orders", "api/trades/trade-nobody"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await host.CallAsync(HttpMethod.Get, path)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await host.CallAsync(HttpMethod.Get, path, "another key")).Status);
        }
        foreach (var path in (string[])["api/halt?reason=a+test", "api/resume?reason=a+test", "api/flatten?reason=a+test", "api/breakers/alpaca-paper/reset"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await host.CallAsync(HttpMethod.Post, path)).Status);

        foreach (var path in (string[])["api/status", "api/trades", "api/orders"])
            Assert.Equal((HttpStatusCode.OK, "application/json"), (await host.CallAsync(HttpMethod.Get, path, Key)) is var (status, type, _) ? (status, type) : default);
        foreach (var path in (string[])["api/halt?reason=a+test", "api/resume?reason=a+test", "api/flatten?reason=a+test", "api/breakers/alpaca-paper/reset"])
            Assert.Equal(HttpStatusCode.Accepted, (await host.CallAsync(HttpMethod.Post, path, Key)).Status);

        AssertProblem(HttpStatusCode.NotFound, "LIFECYCLE_UNKNOWN", await host.CallAsync(HttpMethod.Get, "api/trades/trade-nobody", Key));
        AssertProblem(HttpStatusCode.NotFound, "LIFECYCLE_UNKNOWN", await host.CallAsync(HttpMethod.Get, "api/orders/trade-nobody", Key));
        AssertProblem(HttpStatusCode.NotFound, "BREAKER_UNKNOWN", await host.CallAsync(HttpMethod.Post, "api/breakers/nobody/reset", Key));
        foreach (var path in (string[])["api/halt", "api/resume", "api/flatten"])
            AssertProblem(HttpStatusCode.BadRequest, "REASON_MISSING", await host.CallAsync(HttpMethod.Post, path, Key));

        host.KillRedis();
        await host.UntilAsync("the health check says so", async () => (await host.GetAsync("api/health")).Status == HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(60));
        AssertProblem(HttpStatusCode.ServiceUnavailable, null, await host.CallAsync(HttpMethod.Get, "api/health"));
        AssertProblem(HttpStatusCode.ServiceUnavailable, "REDIS_AWAY", await host.CallAsync(HttpMethod.Post, "api/halt?reason=a+test", Key));
    }

    /// <param name="code">Null for any.</param>
    private static void AssertProblem(HttpStatusCode status, string? code, (HttpStatusCode Status, string? Type, string Body) answer)
    {
        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.Type));
        var problem = JsonElement.Parse(answer.Body);
        var title = problem.GetProperty("title").GetString();
        if (code is not null) Assert.Equal(code, title);
        Assert.Equal($"urn:trading:problem:{title}", problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }
}
