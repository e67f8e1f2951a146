using System.Net;
using System.Net.Sockets;
using System.Text;
using Trading.Cli.Doctor;
using Trading.Runtime.Findings;
using Trading.Runtime.Journals;

namespace Trading.Cli.Tests.Commands;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task A_desk_with_nothing_wrong_is_green_and_exits_with_0()
    {
        var config = _desk.Write("desk.yaml", $"brokers: {{schwab: {{loginFile: '{_desk["none.json"]}'}}}}\n");
        var answer = await _desk.RunAsync("doctor", "--config", config, "--json");
        Assert.Equal(0, answer.Code);
        var findings = answer.Json().EnumerateArray().ToDictionary(finding => finding.GetProperty("check").GetString()!, finding => finding.GetProperty("health").GetString());
        Assert.Equal(("good", "good", "off", "off", "off"), (findings["configuration"], findings["market"], findings["journal"], findings["redis"], findings["schwab"]));
    }

    [Fact]
    public async Task A_broken_configuration_is_red_with_what_to_do_and_exits_with_1()
    {
        var answer = await _desk.RunAsync("doctor", "--config", _desk.Write("desk.yaml", "acount: {}\n"));
        Assert.Equal(1, answer.Code);
        Assert.Contains("BAD", answer.Output, StringComparison.Ordinal);
        Assert.Contains("did you mean account?", answer.Output, StringComparison.Ordinal);
        Assert.Contains("trading config validate", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_whose_keys_are_missing_is_red()
    {
        var login = _desk.Write("login.json", """{"accessToken":"a-secret-token","accessExpiresAt":"2026-08-21T14:00:00+00:00","refreshToken":"another-secret","loggedInAt":"2020-01-01T00:00:00+00:00"}""");
        var answer = await _desk.RunAsync("doctor", "--config", _desk.Write("desk.yaml", $"brokers: {{schwab: {{loginFile: '{login}'}}}}\n"), "--json");
        Assert.Equal(1, answer.Code);
        Assert.Contains("SCHWAB_APP_KEY", answer.Output, StringComparison.Ordinal);
        Assert.Contains("trading login schwab", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Output.Replace("SCHWAB_APP_SECRET", "", StringComparison.Ordinal).Replace("key and secret", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_that_is_cut_off_or_something_else_is_red()
    {
        Assert.Equal(Health.Warning, JournalCheck.Run(_desk["none.db"]).Health);
        Assert.Equal(Health.Bad, JournalCheck.Run(_desk.Write("text.db", new string('x', 200))).Health);
        SqliteJournalFile.Open(_desk["whole.db"]).Dispose();
        Assert.Equal(Health.Good, JournalCheck.Run(_desk["whole.db"]).Health);
        var bytes = File.ReadAllBytes(_desk["whole.db"]);
        File.WriteAllBytes(_desk["cut.db"], bytes[..(bytes.Length / 2)]);
        Assert.Equal(Health.Bad, JournalCheck.Run(_desk["cut.db"]).Health);
    }

    [Theory]
    [InlineData("+PONG\r\n", Health.Good)]
    [InlineData("-NOAUTH Authentication required.\r\n", Health.Good)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", Health.Bad)]
    public async Task A_Redis_is_known_by_its_answer(string says, object health)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var finding = RedisCheck.RunAsync($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", TestContext.Current.CancellationToken);
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(says), TestContext.Current.CancellationToken);
        Assert.Equal(health, (await finding).Health);
    }

    [Theory]
    [InlineData(1, Health.Good)]
    [InlineData(-20, Health.Warning)]
    [InlineData(61, Health.Bad)]
    public void A_clock_that_is_off_is_told_by_how_much(int seconds, object health)
    {
        var finding = ClockFinding.Of("clock", TimeSpan.FromSeconds(seconds), "api.example.com");
        Assert.Equal(health, finding.Health);
        Assert.Equal(Math.Abs(seconds) > 5, finding.Do.Length > 0);
    }
}
