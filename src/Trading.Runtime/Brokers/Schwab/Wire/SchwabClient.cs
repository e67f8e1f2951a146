using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab.Wire;

/// <summary>Calls to Schwab's APIs with a token that is good. Expected failures are answers; nothing is thrown but our own cancellation.</summary>
/// <remarks>
/// A 401 to a token near or past its age, or that another process has replaced, has one refresh made by all who wait for it and
/// the call made once more; it was not carried out, so that this is safe for orders too.
/// </remarks>
internal sealed class SchwabClient(SchwabHttp http, BrokerPipelines pipelines, SchwabTokens tokens, IBrokerAlarms alarms, TimeProvider clock)
{
    public ValueTask<BrokerAnswer<T>> GetAsync<T>(CallClass calls, string operation, string path, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        CallAsync(new Call<T>(calls, BrokerCall.Read, operation, HttpMethod.Get, path, null, (response, token) => SchwabHttp.JsonAsync(response, type, token)), cancellation);

    /// <summary>Sends, replaces or cancels an order. The answer is the id in the <c>Location</c> header, or null where there is none.</summary>
    public ValueTask<BrokerAnswer<SchwabReceipt>> WriteAsync(BrokerCall call, HttpMethod method, string path, WireOrder? order, CancellationToken cancellation) =>
        CallAsync(new Call<SchwabReceipt>(CallClass.OrderWrite, call, call.ToString().ToLowerInvariant(), method, path, order, static (response, _) => new(SchwabReceipt.Of(response))), cancellation);

    /// <summary>Has texts kept out of whatever Schwab says.</summary>
    public void Hide(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts) pipelines.Redactor.LearnForGood(new Secret(text ?? ""));
    }

    /// <summary>Words of Schwab's that are no part of an error.</summary>
    public string Clean(string? words) => pipelines.Redactor.Clean(words ?? "");

    private async ValueTask<BrokerAnswer<T>> CallAsync<T>(Call<T> call, CancellationToken cancellation)
    {
        var token = await tokens.GetAsync(cancellation);
        if (token is not { IsDone: true, Value: { } good }) return Without<T>(token);
        var result = await PassAsync(call, good, isRefreshed: false, cancellation);
        if (result.Do.HasFlag(BrokerRemedy.RefreshToken))
        {
            token = await tokens.RefreshAsync(good.Access, cancellation);
            if (token is not { IsDone: true, Value: { } better }) return Without<T>(token);
            result = await PassAsync(call, better, isRefreshed: true, cancellation);
        }
        if (result.Do.HasFlag(BrokerRemedy.Alert))
            Alarm(call.Operation, result.Answer.Outcome, result.Answer.Code, result.Answer.Reason);
        return result.Answer;
    }

    private void Alarm(string operation, BrokerOutcome outcome, string code, string reason)
    {
        var isRefused = outcome == BrokerOutcome.Unauthorised;
        alarms.Raise(new BrokerAlarm(code, pipelines.Account, isRefused ? $"Schwab refuses us, at {operation}: {reason.TrimEnd('.')}. {SchwabConnection.Advice}" : $"{operation}: {reason}", HaltsTrading: isRefused));
    }

    private ValueTask<CallResult<T>> PassAsync<T>(Call<T> call, SchwabToken token, bool isRefreshed, CancellationToken cancellation) =>
        pipelines.CallAsync(call.Class, call.Operation, static (made, cancel) => made.self.SendAsync(made.call, made.token, made.isRefreshed, cancel), (self: this, call, token, isRefreshed), cancellation);

    private async ValueTask<CallResult<T>> SendAsync<T>(Call<T> call, SchwabToken token, bool isRefreshed, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(call.Method, call.Path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Access.Reveal());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (call.Order is { } order) request.Content = JsonContent.Create(order, SchwabJson.Default.WireOrder);
        var sentAt = clock.GetUtcNow();
        // The store may be a vault beyond a wire: it is asked where that matters, and not beside each call.
        return await http.SendAsync(
            request, call.Kind, call.Class,
            async cancel => isRefreshed ? TokenAge.JustRefreshed
                : !token.IsFresh(sentAt) || await tokens.IsOvertakenAsync(token.Access, cancel) ? TokenAge.Aged
                : TokenAge.Fresh,
            call.Read, cancellation);
    }

    private static BrokerAnswer<T> Without<T>(in BrokerAnswer<SchwabToken> token) => BrokerAnswers.Failed<T>(
        // The call itself was not made, so that nothing is unknown of it.
        token.Outcome == BrokerOutcome.NoAnswer ? BrokerOutcome.Throttled : token.Outcome, token.Code, token.Reason, token.RetryAt);

    private sealed record Call<T>(
        CallClass Class, BrokerCall Kind, string Operation, HttpMethod Method, string Path, WireOrder? Order, Func<HttpResponseMessage, CancellationToken, ValueTask<T>> Read);
}
