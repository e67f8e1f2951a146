using Trading.Agents.Ports;
using Trading.BrokerContract;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.MarketData;
using Trading.Runtime.Exchange;

namespace Trading.Runtime.Tests.Exchange;

public sealed class SimulatedExchangeContractTests : BrokerContractTests
{
    protected override ValueTask<ContractFloor> OpenAsync() => new(new ExchangeFloor());

    private sealed class ExchangeFloor : ContractFloor
    {
        private readonly SimulatedExchange _exchange;

        public ExchangeFloor() => _exchange = new SimulatedExchange("sim", new NyseCalendar(), Clock, new ExchangeOptions { Fills = Fills });

        public override IBroker Broker => new Told(this);

        public override FaultScript? Faults => null;

        public override CappedFills Fills { get; } = new(new UnlimitedFills());

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        protected override void Show(in Bar bar)
        {
            _exchange.OnBar(Stock, bar);
            Drain();
        }

        protected override void Tick()
        {
            _exchange.OnTime();
            Drain();
        }

        private void Drain()
        {
            while (_exchange.TryTakeUpdate(out var update)) Hear(update);
        }

        /// <summary>The exchange, with its news heard after each call.</summary>
        private sealed class Told(ExchangeFloor floor) : IBroker
        {
            public string Account => floor._exchange.Account;

            public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(Trading.Orders.OrderTicket ticket, CancellationToken cancellation) =>
                Heard(floor._exchange.SubmitAsync(ticket, cancellation));

            public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
                Heard(floor._exchange.CancelAsync(clientOrderId, brokerOrderId, cancellation));

            public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
                string clientOrderId, string? brokerOrderId, string newClientOrderId, Trading.Orders.OrderTerms terms, CancellationToken cancellation) =>
                Heard(floor._exchange.ReplaceAsync(clientOrderId, brokerOrderId, newClientOrderId, terms, cancellation));

            public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
                floor._exchange.FindAsync(clientOrderId, brokerOrderId, cancellation);

            public ValueTask<BrokerAnswer<System.Collections.Immutable.ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation) =>
                floor._exchange.OrdersAsync(since, cancellation);

            public ValueTask<BrokerAnswer<System.Collections.Immutable.ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) =>
                floor._exchange.PositionsAsync(cancellation);

            public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => floor._exchange.AccountAsync(cancellation);

            private ValueTask<T> Heard<T>(ValueTask<T> answer)
            {
                floor.Drain();
                return answer;
            }
        }
    }
}
