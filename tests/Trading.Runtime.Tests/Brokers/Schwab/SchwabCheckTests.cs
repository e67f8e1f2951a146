using Trading.BrokerContract;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.FakeBrokers.Schwab;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Configuration;
using Trading.Runtime.Findings;
using Trading.Runtime.Resilience;
using Trading.Runtime.Tests.Data;
using Trading.Strategies;

namespace Trading.Runtime.Tests.Brokers.Schwab;

/// <summary>What the doctor finds at a Schwab over a real socket.</summary>
public sealed class SchwabCheckTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FakeSchwab _fake;
    private FakeBrokerServer _server = null!;

    public SchwabCheckTests()
    {
        var market = new FakeMarket(TimeProvider.System, new NyseCalendar());
        _fake = new FakeSchwab(market, new FakeAccount("12345678", market));
    }

    public async ValueTask InitializeAsync() => _server = await FakeBrokerServer.StartAsync(_fake);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_login_that_works_is_green_from_keys_to_hours()
    {
        var findings = await LookAsync(loggedIn: TimeSpan.FromDays(-2));

        Assert.Equal(["schwab.keys", "schwab.login", "schwab.token", "schwab.clock", "schwab.account", "schwab.hours"], findings.Select(one => one.Check));
        Assert.All(findings, one => Assert.True(one.Health == Health.Good, one.ToString()));
        Assert.Contains("2.0 days old", findings[1].Says, StringComparison.Ordinal);
        Assert.DoesNotContain(findings, one => one.ToString().Contains("12345678", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-6.5, Health.Warning)]
    [InlineData(-7.5, Health.Bad)]
    public async Task A_login_that_ends_soon_or_has_ended_says_to_log_in(double days, object health)
    {
        var login = (await LookAsync(TimeSpan.FromDays(days))).Single(one => one.Check == "schwab.login");

        Assert.Equal((health, "trading login schwab"), (login.Health, login.Do));
    }

    [Fact]
    public async Task A_login_that_was_revoked_is_found_by_asking()
    {
        var account = (await LookAsync(TimeSpan.FromDays(-2), isRevoked: true)).Single(one => one.Check == "schwab.account");

        Assert.Equal(Health.Bad, account.Health);
        Assert.Contains("trading login schwab", account.Do, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Schwab_that_is_down_is_red()
    {
        _server.Faults.Set(FaultRule.Reply("account*", 503, "<html>no</html>") with { Times = 0 });

        Assert.Equal(Health.Bad, (await LookAsync(TimeSpan.FromDays(-2))).Single(one => one.Check == "schwab.account").Health);
    }

    private async Task<IReadOnlyList<Finding>> LookAsync(TimeSpan loggedIn, bool isRevoked = false)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (access, refresh) = _fake.LogIn();
        if (isRevoked) _fake.Revoke();
        await new FileTokenStore(_folder["login.json"], TimeProvider.System).SaveAsync(
            new SchwabToken(new Secret(access), now.AddMinutes(20), new Secret(refresh), now + loggedIn), TestContext.Current.CancellationToken);
        var configuration = ConfigurationFile.Read(
            $"brokers: {{ schwab: {{ address: '{_server.Url}', loginFile: '{_folder["login.json"]}' }} }}", "a test", EnvironmentOverrides.None, StrategyCatalogue.Standard);
        return await SchwabCheck.RunAsync(
            configuration, name => name switch { SchwabEnvironment.AppKey => _fake.Options.AppKey, SchwabEnvironment.AppSecret => _fake.Options.AppSecret, _ => null }, new WallClock(),
            TestContext.Current.CancellationToken);
    }
}
