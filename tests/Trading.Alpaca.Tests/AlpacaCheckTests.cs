using Trading.BrokerContract;
using Trading.FakeBrokers.Alpaca;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;
using Trading.Runtime.Configuration;
using Trading.Runtime.Findings;

namespace Trading.Alpaca.Tests;

/// <summary>What the doctor finds at an Alpaca over a real socket.</summary>
public sealed class AlpacaCheckTests : IAsyncLifetime
{
    private readonly FakeMarket _market = new(TimeProvider.System, new NyseCalendar());
    private readonly FakeAlpaca _fake;
    private FakeBrokerServer _server = null!;

    public AlpacaCheckTests() => _fake = new FakeAlpaca(_market, new FakeAccount("PA3FAKE00001", _market));

    public async ValueTask InitializeAsync()
    {
        _market.Push(Quote.At("SPY", ContractFloor.Usd(500), TimeProvider.System.GetUtcNow()) with { BidSize = 1, AskSize = 1 });
        _server = await FakeBrokerServer.StartAsync(_fake);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Account_that_works_is_green_from_keys_to_data()
    {
        var findings = await LookAsync();

        Assert.Equal(["alpaca-paper.keys", "alpaca-paper.account", "alpaca-paper.clock", "alpaca-paper.hours", "alpaca-paper.data"], findings.Select(one => one.Check));
        Assert.All(findings, one => Assert.True(one.Health == Health.Good, one.ToString()));
        Assert.Contains("a paper account, may sell short, buying power", findings[1].Says, StringComparison.Ordinal);
        AssertNoSecret(findings);
    }

    [Fact]
    public async Task Keys_that_are_not_set_are_off_and_half_of_them_red()
    {
        Assert.Equal([Health.Off], (await LookAsync(variable: _ => null)).Select(one => one.Health));
        var half = Assert.Single(await LookAsync(variable: name => name == "ALPACA_PAPER_KEY_ID" ? _fake.Options.KeyId : null));
        Assert.Equal((Health.Bad, "ALPACA_PAPER_SECRET_KEY is not set"), (half.Health, half.Says));
    }

    [Fact]
    public async Task Keys_that_are_refused_are_red_with_what_to_do()
    {
        var finding = Assert.Single(await LookAsync(variable: name => name == "ALPACA_PAPER_KEY_ID" ? _fake.Options.KeyId : "a-wrong-secret"));

        Assert.Equal(Health.Bad, finding.Health);
        Assert.Contains("Make new keys", finding.Says, StringComparison.Ordinal);
        AssertNoSecret([finding]);
    }

    [Fact]
    public async Task Paper_keys_of_a_live_account_are_red()
    {
        var finding = Assert.Single(await LookAsync(isLive: true));

        Assert.Equal(Health.Bad, finding.Health);
        Assert.Contains("configured as live, but the keys are of a paper account", finding.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_that_is_off_is_red_and_says_by_how_much()
    {
        var findings = await LookAsync(clock: new WallClock(TimeSpan.FromSeconds(-90)));

        Assert.Equal(Health.Bad, findings.Single(one => one.Check.EndsWith(".clock", StringComparison.Ordinal)).Health);
        Assert.Contains("90 s behind Alpaca", findings.Single(one => one.Check.EndsWith(".clock", StringComparison.Ordinal)).Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feed_that_is_not_paid_for_is_red_and_says_so()
    {
        _server.Faults.Set(FaultRule.Reply("snapshot", 403, """{"message":"subscription does not permit querying recent SIP data"}""") with { Times = 0 });

        var data = (await LookAsync(isSip: true)).Single(one => one.Check == "alpaca-paper.data");

        Assert.Equal((Health.Bad, "the account has no subscription to feed sip"), (data.Health, data.Says));
    }

    private Task<IReadOnlyList<Finding>> LookAsync(
        Func<string, string?>? variable = null, bool isLive = false, bool isSip = false, TimeProvider? clock = null) => AlpacaCheck.RunAsync(
        new AlpacaConfiguration(isSip, TimeSpan.FromSeconds(10), 200, 200, TimeSpan.FromSeconds(30), _server.Url), "main", isLive,
        variable ?? (name => name.EndsWith("KEY_ID", StringComparison.Ordinal) ? _fake.Options.KeyId : _fake.Options.SecretKey), new NyseCalendar(), clock ?? new WallClock(),
        TestContext.Current.CancellationToken);

    private void AssertNoSecret(IEnumerable<Finding> findings) =>
        Assert.DoesNotContain(findings, one => one.ToString().Contains(_fake.Options.SecretKey, StringComparison.Ordinal) || one.ToString().Contains("a-wrong-secret", StringComparison.Ordinal));
}
