using Trading.BrokerContract;

namespace Trading.Alpaca.Tests;

public sealed class AlpacaContractTests : FaultyBrokerContractTests
{
    protected override async ValueTask<ContractFloor> OpenAsync() => await AlpacaFloor.OpenAsync();
}
