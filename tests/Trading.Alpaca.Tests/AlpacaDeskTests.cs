using System.Collections.Immutable;
using Trading.BrokerContract.Desks;
using Trading.FakeBrokers.Alpaca;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.MarketData;
using Trading.Runtime.Desks;

namespace Trading.Alpaca.Tests;

/// <summary><c>trading run --broker alpaca-paper</c> at the fake Alpaca.</summary>
public sealed class AlpacaDeskTests : DeskAtBrokerTests
{
    protected override async Task<DeskFloor> OpenFloorAsync() => await Floor.MakeAsync();

    private sealed class Floor : DeskFloor
    {
        private readonly FakeAlpaca _fake;
        private FakeBrokerServer _server = null!;

        private Floor() => _fake = new FakeAlpaca(Market, new FakeAccount("PA3FAKE00001", Market), new AlpacaOptions { RequestsPerMinute = 100_000 });

        public override FakeAccount Account => _fake.Account;

        public override FaultScript Faults => _server.Faults;

        public override FaultRule Refusal => FaultRule.Reply("*", 401, """{"code":40110000,"message":"request is not authorized"}""") with { Times = 0 };

        public override string Advice => "Make new keys on Alpaca's page of the paper account, put them into ALPACA_PAPER_KEY_ID";

        public override IReadOnlyList<string> Secrets => [_fake.Options.KeyId, _fake.Options.SecretKey];

        protected override string Section => $"brokers: {{ alpacaPaper: {{ host: '{_server.Url}', tradingCallsPerMinute: 50000, dataCallsPerMinute: 50000 }} }}";

        public static async Task<Floor> MakeAsync()
        {
            var floor = new Floor();
            floor._server = await FakeBrokerServer.StartAsync(floor._fake);
            return floor;
        }

        protected override ValueTask CloseAsync() => _server.DisposeAsync();

        protected override IVenueFactory Venues(ImmutableArray<(Symbol Symbol, BarPeriod Period)> watched) => new AlpacaVenueFactory(
            isLive: false, watched, name => name switch { "ALPACA_PAPER_KEY_ID" => _fake.Options.KeyId, "ALPACA_PAPER_SECRET_KEY" => _fake.Options.SecretKey, _ => null }, Logs,
            settings => settings with { ReconnectDelay = TimeSpan.FromMilliseconds(20) });
    }
}
