using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Orders;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Resilience;

public sealed class GuardedBrokerTests : IDisposable
{
    private static readonly DateTimeOffset Nine = new(2026, 8, 21, 13, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Nine);
    private readonly InMemoryBreakers _breakers = new(BreakerOptions.Default, Nine);
    private readonly ScriptedBroker _broker = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose() => _stop.Dispose();

    public static TheoryData<string> Operations => ["submit", "cancel", "replace", "find", "orders", "positions", "account"];

    [Theory, MemberData(nameof(Operations))]
    public async Task Every_call_passes_the_breaker(string operation)
    {
        await CallAsync(Guarded(), operation);
        Assert.Equal([operation], _broker.Calls);
        Assert.Equal((1, 1), (await StatusAsync() is var status ? status.Statistics : null!) is var s ? (s.Calls, s.Successes) : default);
        _broker.Outcome = BrokerOutcome.NoAnswer;
        for (var i = 0; i < 3; i++) Assert.Equal(BrokerOutcome.NoAnswer, await CallAsync(Guarded(), operation));
        Assert.Equal(BrokerOutcome.BreakerOpen, await CallAsync(Guarded(), operation));
        Assert.Equal(4, _broker.Calls.Count);
    }

    [Fact]
    public async Task A_denied_call_says_why_and_when_to_ask_again()
    {
        (_broker.Outcome, _broker.Code, _broker.Reason) = (BrokerOutcome.Unauthorised, "40110000", "request is not authorized");
        await Guarded().AccountAsync(_stop.Token);
        var denied = await Guarded().AccountAsync(_stop.Token);
        Assert.Equal((BrokerOutcome.BreakerOpen, "BREAKER_OPEN", Nine.AddSeconds(60)), (denied.Outcome, denied.Code, denied.RetryAt!.Value));
        Assert.Contains("alpaca-paper", denied.Reason, StringComparison.Ordinal);
        Assert.Contains("40110000: request is not authorized", denied.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BrokerOutcome.Refused)]
    [InlineData(BrokerOutcome.AlreadyExists)]
    [InlineData(BrokerOutcome.NotFound)]
    [InlineData(BrokerOutcome.NoLongerOpen)]
    [InlineData(BrokerOutcome.Throttled)]
    public async Task An_answer_however_unwelcome_ends_a_run_of_failures(BrokerOutcome outcome)
    {
        foreach (var answer in new[] { BrokerOutcome.NoAnswer, BrokerOutcome.NoAnswer, outcome, BrokerOutcome.NoAnswer, BrokerOutcome.NoAnswer })
        {
            _broker.Outcome = answer;
            Assert.Equal(answer, await CallAsync(Guarded(), "submit"));
        }
        Assert.Equal(BreakerState.Closed, (await StatusAsync()).State);
    }

    [Fact]
    public async Task Schwab_refusing_the_credentials_opens_until_reset_and_Alpaca_for_a_while()
    {
        _broker.Outcome = BrokerOutcome.Unauthorised;
        await CallAsync(new GuardedBroker(_broker, BrokerKind.Schwab, _breakers, BreakerNames.Schwab, _clock), "account");
        await CallAsync(Guarded(), "account");
        _clock.Advance(TimeSpan.FromSeconds(60));
        _broker.Outcome = BrokerOutcome.Done;
        Assert.Equal(BrokerOutcome.BreakerOpen, await CallAsync(new GuardedBroker(_broker, BrokerKind.Schwab, _breakers, BreakerNames.Schwab, _clock), "account"));
        Assert.Equal(BrokerOutcome.Done, await CallAsync(Guarded(), "account"));
    }

    [Fact]
    public async Task A_probe_that_is_called_off_lets_the_next_call_probe()
    {
        _broker.Outcome = BrokerOutcome.Unauthorised;
        await CallAsync(Guarded(), "account");
        _clock.Advance(TimeSpan.FromSeconds(60));
        _broker.Throws = new OperationCanceledException();
        await _stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => CallAsync(Guarded(), "account"));
        (_broker.Throws, _broker.Outcome) = (null, BrokerOutcome.Done);
        Assert.Equal(BrokerOutcome.Done, await CallAsync(Guarded(), "account"));
        Assert.Equal((BreakerState.Closed, 1), (await StatusAsync() is var status ? (status.State, status.Statistics.Abandoned) : default));
    }

    [Fact]
    public async Task An_adapter_that_throws_is_counted_as_no_answer()
    {
        _broker.Throws = new HttpRequestException("reset by peer");
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync(Guarded(), "submit"));
        Assert.Equal(BrokerOutcome.BreakerOpen, await CallAsync(Guarded(), "submit"));
        Assert.Equal("HttpRequestException: reset by peer", (await StatusAsync()).LastTrip!.Evidence);
    }

    [Fact]
    public async Task A_time_out_inside_the_adapter_is_no_cancellation()
    {
        _broker.Throws = new OperationCanceledException();
        for (var i = 0; i < 3; i++) await Assert.ThrowsAsync<OperationCanceledException>(() => CallAsync(Guarded(), "submit"));
        Assert.Equal(BreakerState.Open, (await StatusAsync()).State);
    }

    [Fact]
    public void The_account_is_that_of_the_broker() => Assert.Equal("paper", Guarded().Account);

    private GuardedBroker Guarded() => new(_broker, BrokerKind.Alpaca, _breakers, BreakerNames.AlpacaPaper, _clock);

    private async Task<Breaker> StatusAsync() => await _breakers.StatusAsync(BreakerNames.AlpacaPaper, CancellationToken.None);

    private async Task<BrokerOutcome> CallAsync(GuardedBroker guarded, string operation)
    {
        var terms = OrderTerms.Market(OrderSide.Buy, 1);
        return operation switch
        {
            "submit" => (await guarded.SubmitAsync(new OrderTicket(default, default, Messages.Scope.Desk, OrderRole.Entry, terms), _stop.Token)).Outcome,
            "cancel" => (await guarded.CancelAsync("c", "b", _stop.Token)).Outcome,
            "replace" => (await guarded.ReplaceAsync("c", "b", "n", terms, _stop.Token)).Outcome,
            "find" => (await guarded.FindAsync("c", "b", _stop.Token)).Outcome,
            "orders" => (await guarded.OrdersAsync(Nine, _stop.Token)).Outcome,
            "positions" => (await guarded.PositionsAsync(_stop.Token)).Outcome,
            "account" => (await guarded.AccountAsync(_stop.Token)).Outcome,
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "No such call."),
        };
    }

    /// <summary>A broker that answers as it is told to.</summary>
    private sealed class ScriptedBroker : IBroker
    {
        public BrokerOutcome Outcome { get; set; } = BrokerOutcome.Done;
        public string Code { get; set; } = "";
        public string Reason { get; set; } = "";
        public Exception? Throws { get; set; }
        public List<string> Calls { get; } = [];
        public string Account => "paper";

        public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) => Answer<BrokerOrder>("submit");

        public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
            Answer<BrokerOrder>("cancel", clientOrderId, brokerOrderId);

        public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
            string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
            Answer<BrokerOrder>("replace", clientOrderId, brokerOrderId, newClientOrderId);

        public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
            Answer<BrokerOrder>("find", clientOrderId, brokerOrderId);

        public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation)
        {
            Assert.Equal(Nine, since);
            return Answer<ImmutableArray<BrokerOrder>>("orders");
        }

        public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) => Answer<ImmutableArray<BrokerPosition>>("positions");

        public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) => Answer<BrokerAccount>("account");

        private ValueTask<BrokerAnswer<T>> Answer<T>(string operation, params string?[] arguments)
        {
            Assert.Equal(((string?[])["c", "b", "n"])[..arguments.Length], arguments);
            Calls.Add(operation);
            return Throws is null ? new(BrokerAnswers.Failed<T>(Outcome, Code, Reason)) : throw Throws;
        }
    }
}
