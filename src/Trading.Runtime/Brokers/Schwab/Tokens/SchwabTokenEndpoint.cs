using System.Net.Http.Headers;
using System.Text;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Brokers.Schwab.Wire;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab.Tokens;

/// <summary>Schwab's token endpoint: <c>POST /v1/oauth/token</c> with Basic authorisation of key and secret.</summary>
internal sealed class SchwabTokenEndpoint
{
    private readonly SchwabOptions _options;
    private readonly SchwabHttp _http;
    private readonly BrokerPipelines _pipelines;
    private readonly TimeProvider _clock;

    public SchwabTokenEndpoint(SchwabOptions options, SchwabHttp http, BrokerPipelines pipelines, TimeProvider clock)
    {
        (_options, _http, _pipelines, _clock) = (options, http, pipelines, clock);
        pipelines.Redactor.LearnForGood(options.AppKey, options.AppSecret);
    }

    /// <summary>The first tokens of a login, for the code that the redirect carried.</summary>
    public ValueTask<CallResult<SchwabToken>> ExchangeAsync(Secret code, CancellationToken cancellation)
    {
        _pipelines.Redactor.Learn(code);
        return AskAsync("login", null, [new("grant_type", "authorization_code"), new("code", code.Reveal()), new("redirect_uri", _options.Callback.OriginalString)], cancellation);
    }

    /// <summary>A new access token.</summary>
    public ValueTask<CallResult<SchwabToken>> RefreshAsync(SchwabToken token, CancellationToken cancellation)
    {
        Learn(token);
        return AskAsync("refresh", token, [new("grant_type", "refresh_token"), new("refresh_token", token.Refresh.Reveal())], cancellation);
    }

    /// <summary>Has the tokens kept out of every text.</summary>
    public void Learn(SchwabToken token)
    {
        _pipelines.Redactor.Learn(token.Refresh);
        _pipelines.Redactor.Learn(token.Access);
    }

    private ValueTask<CallResult<SchwabToken>> AskAsync(string operation, SchwabToken? before, KeyValuePair<string, string>[] form, CancellationToken cancellation) =>
        _pipelines.CallAsync(CallClass.Token, operation, static (asked, token) => asked.self.SendAsync(asked.before, asked.form, token), (self: this, before, form), cancellation);

    private async ValueTask<CallResult<SchwabToken>> SendAsync(SchwabToken? before, KeyValuePair<string, string>[] form, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/oauth/token") { Content = new FormUrlEncodedContent(form) };
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_options.AppKey.Reveal()}:{_options.AppSecret.Reveal()}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        var asked = _clock.GetUtcNow();
        var result = await _http.SendAsync(
            request, BrokerCall.RefreshToken, CallClass.Token, static _ => new(TokenAge.Fresh), static (response, token) => SchwabHttp.JsonAsync(response, SchwabJson.Default.WireToken, token), cancellation);
        if (result.Answer is not { IsDone: true, Value: { } wire }) return new(BrokerAnswers.Failed<SchwabToken>(result.Answer.Outcome, result.Answer.Code, result.Answer.Reason, result.Answer.RetryAt), result.Breaker, result.Do, result.HoldUntil);
        var refresh = wire.RefreshToken is { Length: > 0 } rotated ? new Secret(rotated) : before?.Refresh ?? default;
        if (wire.AccessToken is not { Length: > 0 } access || refresh.IsEmpty)
            return CallResults.NoAnswer<SchwabToken>(BrokerKind.Schwab, BrokerCall.RefreshToken, SchwabCodes.Unreadable, "the answer holds no tokens");
        var token = new SchwabToken(new Secret(access), asked.AddSeconds(wire.ExpiresIn ?? 1800), refresh, before?.LoggedInAt ?? asked);
        Learn(token);
        return CallResults.Done(token, result.HoldUntil);
    }
}
