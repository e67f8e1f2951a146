using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;
using Trading.Runtime.Tests.Redis;
using TradingFunctions.Brokers;
using TradingFunctions.Tests.Identity;

namespace TradingFunctions.Tests.Brokers;

public sealed class KeyVaultTokenStoreTests : HttpMessageHandler
{
    private const string Login = """{"accessToken":"A1","accessExpiresAt":"2026-08-21T14:30:00+00:00","refreshToken":"R1","loggedInAt":"2026-08-20T14:00:00+00:00"}""";
    private static readonly Uri Secret = new("https://desk.vault.azure.net/secrets/schwab-login");
    private static readonly SchwabToken Token = new(
        new Secret("A2"), new DateTimeOffset(2026, 8, 21, 15, 0, 0, TimeSpan.Zero), new Secret("R2"), new DateTimeOffset(2026, 8, 20, 14, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly TokensInHand _credential = new(new AccessToken("a token", DateTimeOffset.MaxValue));
    private readonly List<(HttpMethod Method, string? Bearer, string Body)> _asked = [];
    private (HttpStatusCode Status, string Body) _answer = (HttpStatusCode.OK, Vaulted(Login));

    [Fact]
    public async Task A_login_is_read_with_the_identity_of_the_app_for_the_cloud_of_the_vault()
    {
        var token = await Store().LoadAsync(Cancellation);

        Assert.Equal(("A1", "R1", new DateTimeOffset(2026, 8, 20, 14, 0, 0, TimeSpan.Zero)), (token!.Access.Reveal(), token.Refresh.Reveal(), token.LoggedInAt));
        Assert.Equal((HttpMethod.Get, "a token"), (_asked.Single().Method, _asked.Single().Bearer));
        Assert.Equal(["https://vault.azure.net/.default"], _credential.Scopes);
    }

    [Fact]
    public async Task What_is_saved_is_what_is_read_again()
    {
        await Store().SaveAsync(Token, Cancellation);
        _answer = (HttpStatusCode.OK, _asked.Single().Body);

        Assert.Equal(HttpMethod.Put, _asked.Single().Method);
        Assert.Equal("R2", (await Store().LoadAsync(Cancellation))!.Refresh.Reveal());
    }

    [Fact]
    public async Task A_secret_that_nobody_has_set_is_no_login()
    {
        _answer = (HttpStatusCode.NotFound, "");

        Assert.Null(await Store().LoadAsync(Cancellation));
    }

    [Fact]
    public async Task A_secret_that_is_no_login_is_refused_and_never_quoted()
    {
        _answer = (HttpStatusCode.OK, Vaulted("the password is swordfish"));

        var refused = await Assert.ThrowsAsync<TokenStoreException>(async () => await Store().LoadAsync(Cancellation));

        Assert.Contains("trading login schwab", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_that_may_not_is_told_its_role()
    {
        _answer = (HttpStatusCode.Forbidden, "");

        Assert.Contains("Key Vault Secrets Officer", (await Assert.ThrowsAsync<TokenStoreException>(async () => await Store().SaveAsync(Token, Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_without_an_identity_is_told_so()
    {
        _credential.Fault = new CredentialUnavailableException("no endpoint");

        Assert.Contains("SchwabLoginSecret", (await Assert.ThrowsAsync<TokenStoreException>(async () => await Store().LoadAsync(Cancellation))).Message, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task One_instance_at_a_time_has_the_lock()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await server.ConnectAsync();
        var (one, other) = (Store(redis), Store(redis));

        var held = await one.LockAsync(Cancellation);
        var waiting = other.LockAsync(Cancellation).AsTask();
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();

        await using var taken = await waiting;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.Add((request.Method, request.Headers.Authorization?.Parameter, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        return new HttpResponseMessage(_answer.Status) { Content = new StringContent(_answer.Body, Encoding.UTF8, "application/json") };
    }

    private KeyVaultTokenStore Store(StackExchange.Redis.IConnectionMultiplexer? redis = null) =>
        new(new HttpClient(this, disposeHandler: false), Secret, _credential, redis!, new RedisKeys("paper"), TimeProvider.System);

    private static string Vaulted(string value) => JsonSerializer.Serialize(new { value });
}
