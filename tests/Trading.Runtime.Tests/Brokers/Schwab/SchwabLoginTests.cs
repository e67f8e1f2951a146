using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Trading.Agents.Ports;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Brokers.Schwab.Login;

namespace Trading.Runtime.Tests.Brokers.Schwab;

public sealed class SchwabLoginTests : IDisposable
{
    private readonly CancellationTokenSource _stop = new(TimeSpan.FromMinutes(10));
    private readonly Wire _wire = new(isLoggedIn: false);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task The_code_of_the_redirect_is_exchanged_and_the_login_stored()
    {
        var form = "";
        _wire.Answers = (_, body) => (form = body) is var _ ? Wire.Tokens("access-token-1") : null;
        var login = _wire.Connection.BeginLogin();
        var answer = await login.CompleteAsync(Redirect(login, "code=C0.b2F1dGgy%40&session=1"), _stop.Token);
        Assert.True(answer.IsDone, answer.Reason);
        Assert.Equal("grant_type=authorization_code&code=C0.b2F1dGgy%40&redirect_uri=https%3A%2F%2F127.0.0.1%3A8182", form);
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Wire.Key.Reveal()}:{Wire.AppSecret.Reveal()}"))}", _wire.Authorisations[0]);
        Assert.Equal(Wire.Now, (await _wire.Store.LoadAsync(_stop.Token))!.LoggedInAt);
    }

    [Fact]
    public void The_browser_is_sent_to_Schwab_with_the_registered_callback_and_a_state_of_its_own()
    {
        var (first, second) = (_wire.Connection.BeginLogin().AuthorizeUrl, _wire.Connection.BeginLogin().AuthorizeUrl);
        Assert.StartsWith("https://api.schwabapi.com/v1/oauth/authorize?response_type=code&client_id=app-key-4711&redirect_uri=https%3A%2F%2F127.0.0.1%3A8182&state=", first.AbsoluteUri, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("https://127.0.0.1:8182/?code=abcdef&state=of-somebody-else")]
    [InlineData("https://127.0.0.1:8182/?code=abcdef")]
    [InlineData("https://example.com/?code=abcdef")]
    [InlineData("https://127.0.0.1:8182/other?code=abcdef")]
    public async Task A_redirect_of_another_login_or_place_is_refused_and_its_code_not_used(string redirect)
    {
        var answer = await _wire.Connection.BeginLogin().CompleteAsync(new Uri(redirect), _stop.Token);
        Assert.Equal(BrokerOutcome.Refused, answer.Outcome);
        Assert.Empty(_wire.Requests);
    }

    [Fact]
    public async Task A_person_who_says_no_at_Schwab_is_told_so()
    {
        var login = _wire.Connection.BeginLogin();
        var answer = await login.CompleteAsync(Redirect(login, "error=access_denied"), _stop.Token);
        Assert.Contains("access_denied", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_browser_comes_back_over_https_on_this_machine_and_odd_visitors_are_passed_over()
    {
        using var callback = new LoopbackCallback(new Uri("https://127.0.0.1:0/cb"), TimeProvider.System);
        var waiting = callback.WaitAsync(_stop.Token);
        using (var plain = new TcpClient())
        {
            await plain.ConnectAsync("127.0.0.1", callback.Port, _stop.Token);
            await plain.GetStream().WriteAsync("GET /cb?code=plain HTTP/1.1\r\n\r\n"u8.ToArray(), _stop.Token);
        }
        Assert.Contains("404", await VisitAsync(callback.Port, "/favicon.ico"), StringComparison.Ordinal);
        Assert.Contains("404", await VisitAsync(callback.Port, "/elsewhere?code=x"), StringComparison.Ordinal);
        Assert.Contains("You may close this window", await VisitAsync(callback.Port, "/cb?code=C0.x%40&state=s"), StringComparison.Ordinal);
        Assert.Equal("?code=C0.x%40&state=s", (await waiting).Query);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8182")]
    [InlineData("https://localhost:8182")]
    [InlineData("https://desk.example.com")]
    public void A_callback_that_the_portal_or_safety_forbids_is_refused(string callback) =>
        Assert.NotNull((_wire.Options with { Callback = new Uri(callback) }).Problem());

    private static Uri Redirect(SchwabLogin login, string query) =>
        new($"https://127.0.0.1:8182/?{query}&state={login.AuthorizeUrl.Query[(login.AuthorizeUrl.Query.LastIndexOf('=') + 1)..]}");

    private async Task<string> VisitAsync(int port, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, _stop.Token);
        await using var stream = new SslStream(client.GetStream(), false, (_, certificate, _, _) => certificate!.Subject == "CN=127.0.0.1");
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1" }, _stop.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), _stop.Token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(_stop.Token);
    }
}
