using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Brokers.Schwab;

public sealed class SchwabTokensTests : IDisposable
{
    private const string TokenCall = "POST /v1/oauth/token";

    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task A_token_with_more_than_five_minutes_left_is_used_as_it_is()
    {
        var wire = new Wire(Wire.AgedToken(minutesLeft: 5.5));
        Assert.True((await wire.Connection.RefreshLoginAsync(_stop.Token)).IsDone);
        Assert.Empty(wire.Requests);
    }

    [Fact]
    public async Task However_many_callers_wait_one_refresh_is_made()
    {
        var wire = new Wire(Wire.AgedToken()) { TakesTime = true, Answers = (_, _) => Wire.Tokens("access-token-new", "refresh-token-2") };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await wire.Connection.RefreshLoginAsync(_stop.Token))));
        Assert.All(answers, answer => Assert.True(answer.IsDone));
        Assert.Equal([TokenCall], wire.Requests);
        var stored = (await wire.Store.LoadAsync(_stop.Token))!;
        Assert.Equal(("access-token-new", "refresh-token-2", Wire.Now.AddMinutes(30)), (stored.Access.Reveal(), stored.Refresh.Reveal(), stored.AccessExpiresAt));
        // Refreshing does not extend the seven days.
        Assert.Equal(Wire.Now.AddDays(-1), stored.LoggedInAt);
    }

    [Fact]
    public async Task A_token_that_another_process_refreshed_is_taken_from_the_store()
    {
        var wire = new Wire(Wire.AgedToken());
        await wire.Store.SaveAsync(Wire.FreshToken("access-token-of-another"), _stop.Token);
        Assert.True((await wire.Connection.RefreshLoginAsync(_stop.Token)).IsDone);
        Assert.Empty(wire.Requests);
    }

    [Fact]
    public async Task While_a_refresh_gets_no_answer_the_minutes_that_are_left_are_used()
    {
        var wire = new Wire(Wire.AgedToken()) { Answers = (_, _) => Wire.Status(503) };
        Assert.True((await wire.Connection.RefreshLoginAsync(_stop.Token)).IsDone);
        wire.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.False((await wire.Connection.RefreshLoginAsync(_stop.Token)).IsDone);
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"Unauthorized"}""", 1, SchwabCodes.AppRefused)]
    [InlineData(401, """{"error":"invalid_client","error_description":"refresh token invalid"}""", 8, SchwabCodes.LoginExpired)]
    [InlineData(401, """{"error":"invalid_client","error_description":"refresh token invalid"}""", 2, SchwabCodes.LoginRevoked)]
    [InlineData(400, """{"error":"unsupported_token_type","error_description":"400 Bad Request: \"{\"error\":\"refresh_token_authentication_error\"}\""}""", 2, SchwabCodes.LoginRevoked)]
    [InlineData(400, """{"error":"unsupported_token_type","error_description":"400 Bad Request: \"{\"error\":\"refresh_token_authentication_error\"}\""}""", 8, SchwabCodes.LoginExpired)]
    public async Task What_refused_a_refresh_is_told_apart_and_latches_the_breaker(int status, string body, int daysOld, string code)
    {
        var wire = new Wire(Wire.AgedToken(Wire.Now.AddDays(-daysOld))) { Answers = (_, _) => Wire.Status(status, body) };
        var answer = await wire.Connection.RefreshLoginAsync(_stop.Token);
        Assert.Equal((BrokerOutcome.Unauthorised, code), (answer.Outcome, answer.Code));
        Assert.True((await wire.Breakers.StatusAsync(BreakerNames.Schwab, _stop.Token)).IsOpenUntilReset);
        Assert.Contains(wire.Alarms, alarm => alarm.Code == code && alarm.HaltsTrading);
        // It is not sent again, reset or not, until there is another login.
        await wire.Breakers.ResetAsync(BreakerNames.Schwab, Wire.Now, _stop.Token);
        Assert.Equal(code, (await wire.Connection.RefreshLoginAsync(_stop.Token)).Code);
        Assert.Single(wire.Requests);
        await wire.Store.SaveAsync(Wire.FreshToken("access-token-of-a-new-login") with { Refresh = new Secret("refresh-token-9") }, _stop.Token);
        Assert.True((await wire.Connection.RefreshLoginAsync(_stop.Token)).IsDone);
    }

    [Fact]
    public async Task Without_a_login_nothing_is_sent_and_the_answer_says_what_to_do()
    {
        var wire = new Wire(isLoggedIn: false);
        var answer = await wire.Broker.AccountAsync(_stop.Token);
        Assert.Equal((BrokerOutcome.Unauthorised, SchwabCodes.NotLoggedIn), (answer.Outcome, answer.Code));
        Assert.Contains("trading login schwab", answer.Reason, StringComparison.Ordinal);
        Assert.Empty(wire.Requests);
    }

    [Fact]
    public async Task The_end_of_a_login_is_warned_of_at_24_and_at_12_hours_once_each()
    {
        var login = Wire.Now.AddDays(-7).AddHours(25);
        var wire = new Wire(Wire.FreshToken(loggedIn: login) with { AccessExpiresAt = Wire.Now.AddDays(3) });
        var counts = new List<int>();
        for (var hour = 0; hour < 24; hour++)
        {
            await wire.Connection.RefreshLoginAsync(_stop.Token);
            counts.Add(wire.Alarms.Count(alarm => alarm.Code == SchwabCodes.LoginEnding));
            wire.Clock.Advance(TimeSpan.FromHours(1));
        }
        Assert.Equal((0, 1, 1, 2, 2), (counts[0], counts[1], counts[12], counts[13], counts[23]));
    }

    [Fact]
    public async Task A_401_to_an_aged_token_is_refreshed_once_and_the_call_made_once_more()
    {
        var wire = new Wire(Wire.FreshToken());
        wire.Serves([], (request, _) => request == TokenCall ? Wire.Tokens("access-token-2")
            : wire.Authorisations[^1].EndsWith("token-1", StringComparison.Ordinal) ? Wire.Status(401) : null);
        // Another process has refreshed, so that the token in hand is void before its time.
        Assert.True((await wire.Connection.RefreshLoginAsync(_stop.Token)).IsDone);
        await wire.Store.SaveAsync(Wire.FreshToken("access-token-2"), _stop.Token);
        Assert.True((await wire.Broker.OrdersAsync(Wire.Now, _stop.Token)).IsDone);
        Assert.Equal(BreakerState.Closed, (await wire.Breakers.StatusAsync(BreakerNames.Schwab, _stop.Token)).State);
    }

    [Fact]
    public async Task The_store_of_the_login_is_not_asked_beside_each_call()
    {
        var wire = new Wire();
        using var vault = new Vault(Wire.FreshToken());
        using var desk = new SchwabConnection(wire.Options, wire, vault, wire.State, wire.Breakers, new InMemoryRateLimits(), wire, new NyseCalendar(), wire.Clock);
        wire.Serves([]);
        for (var i = 0; i < 3; i++) Assert.True((await desk.Broker.OrdersAsync(Wire.Now, _stop.Token)).IsDone);
        Assert.Equal(1, vault.Loads);
    }

    [Fact]
    public async Task A_401_to_a_fresh_token_latches_the_breaker_at_once()
    {
        var wire = new Wire { Answers = (_, _) => Wire.Status(401, """{"message":"Client not authorized"}""") };
        Assert.Equal(BrokerOutcome.Unauthorised, (await wire.Broker.AccountAsync(_stop.Token)).Outcome);
        Assert.True((await wire.Breakers.StatusAsync(BreakerNames.Schwab, _stop.Token)).IsOpenUntilReset);
        Assert.Single(wire.Requests);
        Assert.Equal(BrokerOutcome.BreakerOpen, (await wire.Broker.AccountAsync(_stop.Token)).Outcome);
        Assert.Single(wire.Requests);
    }

    [Fact]
    public async Task The_file_is_its_owners_alone_and_comes_back_as_it_went()
    {
        var folder = Directory.CreateTempSubdirectory("schwab-").FullName;
        try
        {
            var store = new FileTokenStore(Path.Combine(folder, "a", "login.json"), TimeProvider.System);
            Assert.Null(await store.LoadAsync(_stop.Token));
            await store.SaveAsync(Wire.FreshToken(), _stop.Token);
            Assert.Equal(Wire.FreshToken(), await store.LoadAsync(_stop.Token));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.Path));
                Assert.False(store.IsOpenToOthers);
                File.SetUnixFileMode(store.Path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
                Assert.True(store.IsOpenToOthers);
            }
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "a")));
            await using (await store.LockAsync(_stop.Token))
            {
                var second = store.LockAsync(_stop.Token);
                Assert.False(second.IsCompleted);
                await _stop.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await second);
            }
            await File.WriteAllTextAsync(store.Path, "{\"accessToken\":\"access-token-1\", broken", CancellationToken.None);
            var unreadable = await Assert.ThrowsAsync<TokenStoreException>(async () => await store.LoadAsync(CancellationToken.None));
            Assert.DoesNotContain("access-token-1", unreadable.ToString(), StringComparison.Ordinal);
            Assert.Contains("trading login schwab", unreadable.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Vault(SchwabToken token) : ITokenStore, IDisposable
    {
        private readonly InMemoryTokenStore _store = new(token);

        public int Loads { get; private set; }

        public ValueTask<SchwabToken?> LoadAsync(CancellationToken cancellation)
        {
            Loads++;
            return _store.LoadAsync(cancellation);
        }

        public ValueTask SaveAsync(SchwabToken token, CancellationToken cancellation) => _store.SaveAsync(token, cancellation);

        public ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellation) => _store.LockAsync(cancellation);

        public void Dispose() => _store.Dispose();
    }
}
