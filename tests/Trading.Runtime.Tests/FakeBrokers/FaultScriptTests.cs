using System.Net;
using Trading.FakeBrokers.Alpaca;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;

namespace Trading.Runtime.Tests.FakeBrokers;

public sealed class FaultScriptTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Rules_are_taken_in_order_after_those_that_pass_and_as_often_as_they_say()
    {
        var script = new FaultScript(
            FaultRule.On("submit", FaultKind.Drop, times: 2) with { Skip = 1 },
            FaultRule.On("*", FaultKind.Hang, times: 0) with { Broker = "schwab" });

        Assert.Equal([null, FaultKind.Drop, FaultKind.Drop, null], Enumerable.Range(0, 4).Select(_ => script.Take("alpaca", "submit")?.Kind));
        Assert.Equal([FaultKind.Hang, FaultKind.Hang], Enumerable.Range(0, 2).Select(_ => script.Take("schwab", "token")?.Kind));
        Assert.Equal(FaultKind.Hang, Assert.Single(script.Rules).Kind);
    }

    [Theory]
    [InlineData("""[{"operation":"submit","kind":"hangAfter","times":3,"headers":{"X-Test":"5"},"delay":20}]""")]
    [InlineData("- operation: submit\n  kind: hangAfter\n  times: 3\n  headers: { X-Test: 5 }\n  delay: 20\n")]
    public void Script_is_read_from_json_and_yaml_alike(string text)
    {
        var rule = Assert.Single(FaultScriptText.Parse(text));

        Assert.Equal((FaultKind.HangAfter, "submit", 3, TimeSpan.FromMilliseconds(20)), (rule.Kind, rule.Operation, rule.Times, rule.Delay));
        Assert.Equal("5", rule.Headers["X-Test"]);
    }

    [Theory]
    [InlineData("kind: drop", "list"), InlineData("- kind: nothing", "nothing"), InlineData("- times: many", "many"), InlineData("- colour: red", "colour"), InlineData("- [", "Line")]
    public void Script_that_makes_no_sense_says_what_is_wrong(string text, string word) =>
        Assert.Contains(word, Assert.Throws<FormatException>(() => FaultScriptText.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Rules_can_be_changed_while_a_fake_runs()
    {
        var market = new FakeMarket(TimeProvider.System, new NyseCalendar());
        var fake = new FakeAlpaca(market, new FakeAccount("PA3FAKE00001", market));
        await using var server = await FakeBrokerServer.StartAsync(fake);
        using var client = new HttpClient { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Add("APCA-API-KEY-ID", fake.Options.KeyId);
        client.DefaultRequestHeaders.Add("APCA-API-SECRET-KEY", fake.Options.SecretKey);

        await client.PutAsync("/_admin/faults", new StringContent("- { operation: account, kind: reply, status: 503, body: '<html>' }"), Cancellation);
        var broken = await client.GetAsync("/v2/account", Cancellation);
        var whole = await client.GetAsync("/v2/account", Cancellation);
        var refused = await client.PutAsync("/_admin/faults", new StringContent("- kind: nothing"), Cancellation);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.BadRequest), (broken.StatusCode, whole.StatusCode, refused.StatusCode));
        Assert.Equal(["account GET /v2/account", "account GET /v2/account"], server.Calls);
    }
}
