using Trading.BrokerContract;

namespace Trading.Runtime.Tests.Brokers.Schwab;

public sealed class SchwabContractTests : FaultyBrokerContractTests
{
    protected override ValueTask<ContractFloor> OpenAsync() => new(SchwabFloor.Open());
}
