using System.Collections.Concurrent;
using Trading.BrokerContract;
using Trading.BrokerContract.Secrets;
using Trading.MarketData;

namespace Trading.Runtime.Tests.Brokers.Schwab;

/// <summary>Over real sockets; <see cref="SchwabSecretsTests"/> has what no server of ours would answer.</summary>
[Collection(nameof(Telemetry.Tracing))]
public sealed class SchwabFakeSecretsTests : SecretsTests
{
    private readonly ConcurrentBag<string> _given = [];

    protected override Task<WiredFloor> OpenAsync(KeptLogs logs) => Task.FromResult<WiredFloor>(SchwabFloor.Open());

    protected override IEnumerable<string> Secrets(WiredFloor floor)
    {
        var schwab = (SchwabFloor)floor;
        var token = schwab.Store.LoadAsync(Cancellation).AsTask().GetAwaiter().GetResult()!;
        _given.Add(token.Access.Reveal());
        _given.Add(token.Refresh.Reveal());
        var options = schwab.Fake.Options;
        return _given.Distinct().Concat([options.AppKey, options.AppSecret, options.AccountHash, floor.Account.Number, $"{options.AppKey}:{options.AppSecret}"]);
    }

    protected override IEnumerable<Func<Task<object?>>> Questions(WiredFloor floor)
    {
        var schwab = (SchwabFloor)floor;
        var connection = schwab.Connection;
        var now = floor.Clock.GetUtcNow();
        yield return async () => await connection.ProblemAsync(Cancellation);
        yield return async () => await connection.MarketData.QuoteAsync(ContractFloor.Stock, Cancellation);
        yield return async () => await connection.MarketData.BarsAsync(ContractFloor.Stock, BarPeriod.Minute, now.AddHours(-1), now, Cancellation);
        yield return async () => await connection.MarketData.SessionAsync(EasternTime.DateAt(now), Cancellation);
        yield return async () =>
        {
            floor.Clock.SetTo(floor.Clock.GetUtcNow().AddMinutes(26)); // a refresh is due
            return await connection.RefreshLoginAsync(Cancellation);
        };
        yield return async () =>
        {
            var code = schwab.Fake.MakeCode();
            _given.Add(code);
            var login = connection.BeginLogin();
            var state = login.AuthorizeUrl.Query[(login.AuthorizeUrl.Query.LastIndexOf('=') + 1)..];
            return await login.CompleteAsync(new Uri($"https://127.0.0.1:8182/?code={Uri.EscapeDataString(code)}&state={state}"), Cancellation);
        };
        yield return async () => await connection.RefreshLoginAsync(Cancellation);
    }
}
