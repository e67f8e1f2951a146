using Trading.BrokerContract;

namespace Trading.Alpaca.Tests;

public sealed class AlpacaContractTests : BrokerContractTests
{
    protected override async ValueTask<ContractFloor> OpenAsync() => await AlpacaFloor.OpenAsync();
}
