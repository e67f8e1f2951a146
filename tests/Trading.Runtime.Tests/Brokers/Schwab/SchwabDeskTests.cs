using System.Collections.Immutable;
using Trading.BrokerContract.Desks;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;
using Trading.FakeBrokers.Schwab;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Desks;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Brokers.Schwab;

/// <summary><c>trading run --broker schwab</c> at the fake Schwab.</summary>
public sealed class SchwabDeskTests : DeskAtBrokerTests
{
    protected override async Task<DeskFloor> OpenFloorAsync() => await Floor.MakeAsync();

    private sealed class Floor : DeskFloor
    {
        private readonly FakeSchwab _fake;
        private FakeBrokerServer _server = null!;
        private (string Access, string Refresh) _login;

        private Floor() => _fake = new FakeSchwab(Market, new FakeAccount("12345678", Market));

        public override FakeAccount Account => _fake.Account;

        public override FaultScript Faults => _server.Faults;

        public override FaultRule Refusal => FaultRule.Reply("*", 401, """{"errors":[{"status":401,"title":"Unauthorized"}]}""") with { Times = 0 };

        public override string Advice => "docs/schwab.md tells what to do about it";

        public override IReadOnlyList<string> Secrets => [_fake.Options.AppSecret, _login.Access, _login.Refresh, _fake.Account.Number];

        protected override string Section => $"account: {{ name: main }}\nbrokers: {{ schwab: {{ address: '{_server.Url}', loginFile: '{this["login.json"]}', callsPerMinute: 10000 }} }}";

        public static async Task<Floor> MakeAsync()
        {
            var floor = new Floor();
            floor._server = await FakeBrokerServer.StartAsync(floor._fake);
            floor._login = floor._fake.LogIn();
            var now = floor.Clock.GetUtcNow();
            await new FileTokenStore(floor["login.json"], floor.Clock).SaveAsync(
                new SchwabToken(new Secret(floor._login.Access), now.AddMinutes(30), new Secret(floor._login.Refresh), now), TestContext.Current.CancellationToken);
            return floor;
        }

        protected override ValueTask CloseAsync() => _server.DisposeAsync();

        protected override IVenueFactory Venues(ImmutableArray<(Symbol Symbol, BarPeriod Period)> watched) => new SchwabVenueFactory(
            watched, name => name switch { SchwabEnvironment.AppKey => _fake.Options.AppKey, SchwabEnvironment.AppSecret => _fake.Options.AppSecret, _ => null }, Logs,
            options => options with { SettleTime = TimeSpan.Zero });
    }
}
