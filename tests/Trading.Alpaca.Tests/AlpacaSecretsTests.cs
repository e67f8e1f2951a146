using Trading.BrokerContract;
using Trading.BrokerContract.Secrets;
using Trading.MarketData;

namespace Trading.Alpaca.Tests;

public sealed class AlpacaSecretsTests : SecretsTests
{
    protected override async Task<WiredFloor> OpenAsync(KeptLogs logs) => await AlpacaFloor.OpenAsync(logs: logs);

    protected override IEnumerable<string> Secrets(WiredFloor floor)
    {
        var options = ((AlpacaFloor)floor).Fake.Options;
        return [options.KeyId, options.SecretKey, floor.Account.Number, $"{options.KeyId}:{options.SecretKey}"];
    }

    protected override IEnumerable<Func<Task<object?>>> Questions(WiredFloor floor)
    {
        var connection = ((AlpacaFloor)floor).Connection;
        var now = floor.Clock.GetUtcNow();
        yield return async () => await connection.ProblemAsync(Cancellation);
        yield return async () =>
        {
            await connection.Broker.AssertKindAsync(Cancellation);
            return null;
        };
        yield return async () => await connection.Broker.AskClockAsync(Cancellation);
        yield return async () => await connection.MarketData.AskSnapshotAsync(ContractFloor.Stock, Cancellation);
        yield return async () => await connection.MarketData.QuoteAsync(ContractFloor.Stock, Cancellation);
        yield return async () => await connection.MarketData.BarsAsync(ContractFloor.Stock, BarPeriod.Minute, now.AddHours(-1), now, Cancellation);
        yield return () => Task.FromResult<object?>(connection.Settings);
    }
}
