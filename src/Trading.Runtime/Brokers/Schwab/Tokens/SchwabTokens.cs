using Trading.Agents.Ports;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab.Tokens;

/// <summary>The access token that calls are made with: refreshed five minutes early, by one caller at a time, in one process at a time.</summary>
/// <remarks>
/// A refresh token that was refused is not sent again: the answer stays the same until another login is stored. While a refresh
/// gets no answer the token in hand is used for the minutes that are left of it. Safe for any number of threads.
/// </remarks>
internal sealed class SchwabTokens(
    SchwabOptions options, ITokenStore store, SchwabTokenEndpoint endpoint, IBrokerAlarms alarms, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan[] Warnings = [TimeSpan.FromHours(12), TimeSpan.FromHours(24)];

    private readonly SemaphoreSlim _turn = new(1);
    private SchwabToken? _token;
    private Refusal? _refused;
    private (DateTimeOffset Login, TimeSpan Left) _warned;

    /// <summary>A token that is good for some minutes yet.</summary>
    public async ValueTask<BrokerAnswer<SchwabToken>> GetAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (Volatile.Read(ref _token) is { } known && known.IsFresh(now)) return Given(known, now);
        return await InTurnAsync(() => RenewAsync(isForced: false, cancellation), cancellation);
    }

    /// <summary>Another token than one that Schwab refused. Callers that come while it is made wait for it.</summary>
    public ValueTask<BrokerAnswer<SchwabToken>> RefreshAsync(Secret refused, CancellationToken cancellation) =>
        InTurnAsync(() => _token is { } other && other.Access != refused ? new(Given(other, clock.GetUtcNow())) : RenewAsync(isForced: true, cancellation), cancellation);

    /// <summary>Whether another process has stored another token than the one a call was made with.</summary>
    public async ValueTask<bool> IsOvertakenAsync(Secret used, CancellationToken cancellation)
    {
        try
        {
            return await store.LoadAsync(cancellation) is { } stored && stored.Access != used;
        }
        catch (TokenStoreException)
        {
            return false;
        }
    }

    public void Dispose() => _turn.Dispose();

    private async ValueTask<BrokerAnswer<SchwabToken>> InTurnAsync(Func<ValueTask<BrokerAnswer<SchwabToken>>> act, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await act();
        }
        catch (TokenStoreException broken)
        {
            return BrokerAnswers.Failed<SchwabToken>(BrokerOutcome.Unauthorised, SchwabCodes.NotLoggedIn, broken.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<BrokerAnswer<SchwabToken>> RenewAsync(bool isForced, CancellationToken cancellation)
    {
        var used = _token;
        if (!isForced && used is not null && used.IsFresh(clock.GetUtcNow())) return Given(used, clock.GetUtcNow()); // somebody was faster
        await using var others = await store.LockAsync(cancellation);
        if (await store.LoadAsync(cancellation) is not { } stored)
            return BrokerAnswers.Failed<SchwabToken>(BrokerOutcome.Unauthorised, SchwabCodes.NotLoggedIn, $"Nobody has logged in for account {options.Account}. Log in: trading login schwab");
        endpoint.Learn(stored);
        var now = clock.GetUtcNow();
        if (stored.IsFresh(now) && (!isForced || stored.Access != used?.Access))
        {
            Volatile.Write(ref _token, stored);
            return Given(stored, now);
        }
        if (_refused is { } refusal && refusal.Refresh == stored.Refresh) return refusal.Answer;
        var result = await endpoint.RefreshAsync(stored, cancellation);
        if (result.Answer is { IsDone: true, Value: { } made })
        {
            // Used even if it cannot be stored: the old one may be void by now.
            Volatile.Write(ref _token, made);
            await store.SaveAsync(made, CancellationToken.None);
            return Given(made, now);
        }
        if (result.Answer.Outcome == BrokerOutcome.Unauthorised) return Refused(stored, result.Answer, now);
        return !isForced && now < stored.AccessExpiresAt ? Given(stored, now) : result.Answer;
    }

    private BrokerAnswer<SchwabToken> Refused(SchwabToken stored, BrokerAnswer<SchwabToken> answer, DateTimeOffset now)
    {
        var refusal = TokenRefusal.Of(answer.Code, answer.Reason, stored, now);
        var told = answer with { Code = refusal.Code, Reason = $"{refusal.Advice} Schwab said: {answer.Code} {answer.Reason}".TrimEnd() };
        _refused = new Refusal(stored.Refresh, told);
        alarms.Raise(new BrokerAlarm(refusal.Code, options.Account, told.Reason, HaltsTrading: true));
        return told;
    }

    private BrokerAnswer<SchwabToken> Given(SchwabToken token, DateTimeOffset now)
    {
        var left = token.LoginEndsAt - now;
        foreach (var warning in Warnings)
        {
            if (left > warning) continue;
            if (_warned.Login == token.LoggedInAt && _warned.Left <= warning) break;
            _warned = (token.LoggedInAt, warning);
            alarms.Raise(new BrokerAlarm(
                SchwabCodes.LoginEnding, options.Account, $"The login at Schwab ends at {token.LoginEndsAt:u}, in less than {warning.TotalHours:0} hours. Log in again before: trading login schwab"));
            break;
        }
        return BrokerAnswers.Done(token);
    }

    private sealed record Refusal(Secret Refresh, BrokerAnswer<SchwabToken> Answer);
}
