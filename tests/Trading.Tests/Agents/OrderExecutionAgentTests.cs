using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;
using static Trading.Tests.Agents.ScriptedBroker;

namespace Trading.Tests.Agents;

public partial class OrderExecutionAgentTests
{
    private static readonly Scope Owner = new("paper", "trend", "AAPL");
    private static readonly TradeId Trade = TradeId.Of(MessageId.From("a signal"), Now, Owner);
    private static readonly OrderId Entry = new(Trade, OrderRole.Entry, 1);
    private static readonly OrderId Stop = new(Trade, OrderRole.Stop, 1);
    private static readonly OrderId Target = new(Trade, OrderRole.Target, 1);
    private static readonly OrderTerms EntryTerms = OrderTerms.Market(OrderSide.Buy, 100);
    private static readonly OrderTerms StopTerms = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("95"));
    private static readonly OrderTerms MovedTerms = OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("96"));
    private static readonly OrderTerms TargetTerms = OrderTerms.Limit(OrderSide.Sell, 100, Price.Parse("110"), TimeInForce.GoodTilCanceled);

    private static readonly OrderTicket Bracket = new(Entry, Trade, Owner, OrderRole.Entry, EntryTerms)
    {
        Attached =
        [
            new OrderTicket(Stop, Trade, Owner, OrderRole.Stop, StopTerms) { Parent = Entry, Link = Target },
            new OrderTicket(Target, Trade, Owner, OrderRole.Target, TargetTerms) { Parent = Entry, Link = Stop },
        ],
    };

    private static readonly OrderTicket StopAlone = new(Stop, Trade, Owner, OrderRole.Stop, StopTerms);

    private readonly ScriptedBroker _broker = new();
    private string? _closedBecause;

    [Fact]
    public async Task A_sent_order_is_told_of_with_its_legs()
    {
        var known = Order(Entry.Value, EntryTerms) with { Legs = [Order(Stop.Value, StopTerms, OrderState.PendingSubmission), Order("of the broker's own", TargetTerms, brokerId: "B3")] };
        var said = await Submit(Bracket, isRetry: false, Done(known));
        Assert.Equal([new OrderSubmitted(Entry, "B1"), new OrderAccepted(Entry, "B1"), new OrderAccepted(Target, "B3")], said);
        Assert.Equal([$"submit {Entry}"], _broker.Asked);
    }

    [Fact]
    public async Task A_fill_that_comes_with_the_answer_is_told() =>
        Assert.Contains(
            new OrderFilled(Entry, new Fill("B1-1", OrderSide.Buy, 100, Price.Parse("100"), 0, Now), 100),
            await Submit(Bracket, isRetry: false, Done(Order(Entry.Value, EntryTerms, OrderState.Filled, 100))));

    [Fact]
    public async Task No_answer_leaves_the_order_submitted() =>
        Assert.Equal([new OrderSubmitted(Entry, null)], await Submit(Bracket, isRetry: false, Fails(BrokerOutcome.NoAnswer)));

    [Theory]
    [InlineData(BrokerOutcome.Throttled)]
    [InlineData(BrokerOutcome.Unauthorised)]
    [InlineData(BrokerOutcome.BreakerOpen)]
    [InlineData(BrokerOutcome.NotFound)]
    [InlineData(BrokerOutcome.NoLongerOpen)]
    public async Task What_was_not_sent_is_left_for_the_order_to_ask_again(BrokerOutcome outcome) =>
        Assert.Empty(await Submit(Bracket, isRetry: false, Fails(outcome)));

    [Fact]
    public async Task A_refused_bracket_is_rejected_and_its_legs_hear_it_from_their_parent()
    {
        var said = await Submit(Bracket, isRetry: false, BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.BuyingPower, "too dear"), Fails(BrokerOutcome.NotFound));
        Assert.Equal([new OrderRejected(Entry, RejectionCodes.BuyingPower, "too dear")], said);
    }

    [Fact]
    public async Task A_refusal_of_an_order_that_is_there_already_is_no_refusal_of_it()
    {
        // Handed over again after a crash: the order that is there has taken the buying power.
        var said = await Submit(Bracket, isRetry: false, BrokerAnswers.Refused<BrokerOrder>(RejectionCodes.BuyingPower, "too dear"), Done(Order(Entry.Value, EntryTerms)));
        Assert.Contains(new OrderAccepted(Entry, "B1"), said);
        Assert.DoesNotContain(said, news => news is OrderRejected);
    }

    [Fact]
    public async Task An_unsound_order_is_refused_before_the_broker_is_called()
    {
        var rejected = Assert.IsType<OrderRejected>((await Submit(StopAlone with { Terms = StopTerms with { Quantity = 0 } }, isRetry: false))[0]);
        Assert.Equal((RejectionCodes.InvalidOrder, $"{Stop}: the quantity must be above zero, not 0"), (rejected.Code, rejected.Reason));
        Assert.Empty(_broker.Asked);
    }

    [Fact]
    public async Task A_halted_desk_sends_nothing_that_opens()
    {
        _closedBecause = "halted by hand";
        var said = await Submit(Bracket, isRetry: false, Fails(BrokerOutcome.NotFound));
        Assert.Equal(new OrderRejected(Entry, RejectionCodes.TradingHalted, "halted by hand"), said[0]);
        Assert.Equal([$"find {Entry}"], _broker.Asked);
    }

    [Fact]
    public async Task A_halt_does_not_reject_what_is_at_the_broker_already()
    {
        _closedBecause = "halted by hand";
        Assert.Equal([new OrderSubmitted(Entry, "B1"), new OrderAccepted(Entry, "B1")], await Submit(Bracket, isRetry: false, Done(Order(Entry.Value, EntryTerms))));
    }

    [Fact]
    public async Task A_halt_rejects_nothing_while_the_broker_does_not_say_whether_it_has_it()
    {
        _closedBecause = "halted by hand";
        Assert.Empty(await Submit(Bracket, isRetry: false, Fails(BrokerOutcome.NoAnswer)));
    }

    [Fact]
    public async Task A_halted_desk_still_protects_and_sells_what_it_holds()
    {
        _closedBecause = "halted by hand";
        Assert.Contains(new OrderAccepted(Stop, "B1"), await Submit(StopAlone, isRetry: false, Done(Order(Stop.Value, StopTerms))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_that_was_held_up_past_its_time_is_not_sent(bool isRetry)
    {
        var late = Bracket with { SendBy = Now.AddTicks(-1) };
        var said = await Submit(late, isRetry, Fails(BrokerOutcome.NotFound));
        Assert.Equal(RejectionCodes.TooLate, Assert.IsType<OrderRejected>(said[0]).Code);
        Assert.Equal([$"find {Entry}"], _broker.Asked);
    }

    [Fact]
    public async Task An_entry_that_was_sent_in_time_is_adopted_however_late_it_is_asked_for() =>
        Assert.Contains(new OrderAccepted(Entry, "B1"), await Submit(Bracket with { SendBy = Now.AddTicks(-1) }, isRetry: true, Done(Order(Entry.Value, EntryTerms))));

    [Fact]
    public async Task An_entry_may_be_sent_at_the_last_moment() =>
        Assert.Contains(new OrderAccepted(Entry, "B1"), await Submit(Bracket with { SendBy = Now }, isRetry: false, Done(Order(Entry.Value, EntryTerms))));

    [Fact]
    public async Task A_retry_looks_first_and_adopts_what_is_there()
    {
        Assert.Contains(new OrderAccepted(Entry, "B1"), await Submit(Bracket, isRetry: true, Done(Order(Entry.Value, EntryTerms))));
        Assert.Equal([$"find {Entry}"], _broker.Asked);
    }

    [Fact]
    public async Task A_retry_sends_only_what_the_broker_surely_does_not_have()
    {
        await Submit(Bracket, isRetry: true, Fails(BrokerOutcome.NotFound), Done(Order(Entry.Value, EntryTerms)));
        Assert.Equal([$"find {Entry}", $"submit {Entry}"], _broker.Asked);
    }

    [Theory]
    [InlineData(BrokerOutcome.NoAnswer)]
    [InlineData(BrokerOutcome.Throttled)]
    [InlineData(BrokerOutcome.BreakerOpen)]
    [InlineData(BrokerOutcome.Unauthorised)]
    public async Task A_retry_that_cannot_look_sends_nothing(BrokerOutcome outcome)
    {
        Assert.Empty(await Submit(Bracket, isRetry: true, Fails(outcome)));
        Assert.Equal([$"find {Entry}"], _broker.Asked);
    }

    [Fact]
    public async Task A_taken_client_order_id_is_adopted_whether_or_not_the_broker_shows_the_order()
    {
        Assert.Contains(new OrderAccepted(Entry, "B1"), await Submit(Bracket, isRetry: false, BrokerAnswers.AlreadyExists(Order(Entry.Value, EntryTerms))));
        Assert.Contains(new OrderAccepted(Entry, "B1"), await Submit(Bracket, isRetry: false, Fails(BrokerOutcome.AlreadyExists), Done(Order(Entry.Value, EntryTerms))));
    }

    [Fact]
    public async Task A_look_up_tells_fills_and_state_and_nothing_of_a_status_that_no_table_knows()
    {
        var said = await LookUp(Done(Order(Stop.Value, StopTerms, OrderState.Canceled, 40)));
        Assert.Equal(40, Assert.IsType<OrderPartiallyFilled>(said[0]).TotalFilled);
        Assert.Equal(new OrderCanceled(Stop, 40, ""), said[1]);
        Assert.Empty(await LookUp(Done(Order(Stop.Value, StopTerms, null))));
        Assert.Empty(await LookUp(Fails(BrokerOutcome.NotFound)));
        Assert.Empty(await LookUp(Fails(BrokerOutcome.NoAnswer)));
    }

    [Fact]
    public async Task A_look_up_tells_of_a_replacement_whose_answer_was_lost() =>
        Assert.Contains(new OrderReplaced(Stop, "B2", MovedTerms, 1), await LookUp(Done(Order($"{Stop}r1", MovedTerms, brokerId: "B2"))));

    [Fact]
    public async Task Of_several_fills_the_last_carries_the_brokers_word_that_nothing_is_left()
    {
        var order = Order(Stop.Value, StopTerms, OrderState.Filled, 100) with
        {
            Fills = [new("x1", OrderSide.Sell, 40, Price.Parse("95"), 0, Now), new("x2", OrderSide.Sell, 60, Price.Parse("95"), 0, Now)],
        };
        var said = await LookUp(Done(order));
        Assert.Equal(["x1", "x2"], said.Cast<OrderExecuted>().Select(news => news.Fill.ExecutionId));
        Assert.Equal([typeof(OrderPartiallyFilled), typeof(OrderFilled)], said.Select(news => news.GetType()));
        Assert.All(said.Cast<OrderExecuted>(), news => Assert.Equal(100, news.TotalFilled));
    }

    [Fact]
    public async Task The_sweep_says_the_same_messages_as_the_stream()
    {
        var fill = new Fill("x1", OrderSide.Sell, 100, Price.Parse("95"), 0, Now);
        var stream = new Outbox("orders");
        stream.Begin(MessageId.From("the stream"), Now);
        foreach (var update in (BrokerUpdate[])
            [
                new(Entry.Value, "B1", OrderState.Accepted, null, 0, null, "", Now),
                new(Stop.Value, "B2", OrderState.Filled, fill, 100, null, "", Now),
                new(Target.Value, "B3", OrderState.Canceled, null, 0, null, "", Now),
            ])
            Assert.True(OrderExecutionAgent.OnUpdate("paper", update, stream));

        _broker.All =
        [
            Order(Entry.Value, EntryTerms), Order(Stop.Value, StopTerms, OrderState.Filled, 100, "B2") with { Fills = [fill] },
            Order(Target.Value, TargetTerms, OrderState.Canceled, 0, "B3"), Order("somebody else's", EntryTerms),
        ];
        var sweep = new Outbox("orders");
        sweep.Begin(MessageId.From("the sweep"), Now.AddMinutes(1));
        await Agent().SweepAsync("paper", Now, sweep, TestContext.Current.CancellationToken);

        Assert.Equal(stream.Messages.Select(message => (message.Id, message.Data)), sweep.Messages.Select(message => (message.Id, message.Data)));
        Assert.All(sweep.Messages, message => Assert.Equal(Owner, message.Scope));
    }

    [Theory]
    [InlineData(OrderState.Canceled)]
    [InlineData(OrderState.Expired)]
    public void An_end_that_is_told_again_with_a_fill_more_is_another_message(OrderState end)
    {
        var stream = new Outbox("orders");
        stream.Begin(MessageId.From("the stream"), Now);
        foreach (var filled in (decimal[])[0, 40, 40.0m, 0])
            OrderExecutionAgent.OnUpdate("paper", new BrokerUpdate(Entry.Value, "B1", end, null, filled, null, "", Now), stream);
        Assert.Equal([0, 40], stream.Messages.DistinctBy(message => message.Id).Select(message => message.Data is OrderCanceled canceled ? canceled.TotalFilled : ((OrderExpired)message.Data).TotalFilled));
    }

    [Fact]
    public async Task A_sweep_that_is_not_answered_says_nothing()
    {
        _broker.SweepFails = BrokerOutcome.NoAnswer;
        var sweep = new Outbox("orders");
        sweep.Begin(MessageId.From("the sweep"), Now);
        await Agent().SweepAsync("paper", Now, sweep, TestContext.Current.CancellationToken);
        Assert.Empty(sweep.Messages);
    }

    [Fact]
    public void News_of_somebody_elses_order_is_left_alone()
    {
        var outbox = new Outbox("orders");
        outbox.Begin(MessageId.From("the stream"), Now);
        Assert.False(OrderExecutionAgent.OnUpdate("paper", new BrokerUpdate("my-own-order", "B9", OrderState.Filled, null, 5, null, "", Now), outbox));
        Assert.Empty(outbox.Messages);
    }

    [Fact]
    public void An_unknown_status_on_the_stream_says_nothing()
    {
        var outbox = new Outbox("orders");
        outbox.Begin(MessageId.From("the stream"), Now);
        Assert.True(OrderExecutionAgent.OnUpdate("paper", new BrokerUpdate(Entry.Value, "B1", null, null, 0, null, "calculated", Now), outbox));
        Assert.Empty(outbox.Messages);
    }

    [Fact]
    public void A_rejected_replacement_is_told_with_its_number()
    {
        var outbox = new Outbox("orders");
        outbox.Begin(MessageId.From("the stream"), Now);
        OrderExecutionAgent.OnUpdate("paper", new BrokerUpdate($"{Stop}r2", "B3", OrderState.Rejected, null, 0, null, "no", Now), outbox);
        Assert.Equal(new OrderRejected(Stop, RejectionCodes.BrokerRefused, "no", "B3", 2), Assert.Single(outbox.Messages).Data);
    }

    [Fact]
    public async Task An_account_without_a_broker_is_named()
    {
        var request = Message.First(
            MessageId.From("a request"), EventNames.SubmitRequested, "lifecycles", Now, Entry.Value, Owner with { Account = "live" }, new SubmitRequested(Bracket, false));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Agent().HandleAsync(request, new Outbox("orders"), TestContext.Current.CancellationToken));
        Assert.Contains("'live'", error.Message);
    }

    [Fact]
    public async Task Handling_a_request_again_says_the_same_messages()
    {
        var answer = Done(Order(Entry.Value, EntryTerms, OrderState.Filled, 100));
        var first = await Handle(EventNames.SubmitRequested, Entry, new SubmitRequested(Bracket, false), answer);
        var second = await Handle(EventNames.SubmitRequested, Entry, new SubmitRequested(Bracket, false), answer);
        Assert.Equal(first.Messages.Select(message => message.Id), second.Messages.Select(message => message.Id));
    }

    private OrderExecutionAgent Agent() => new([_broker], new Gate(this));

    private async Task<Payload[]> Submit(OrderTicket ticket, bool isRetry, params BrokerAnswer<BrokerOrder>[] answers) =>
        Said(await Handle(EventNames.SubmitRequested, ticket.Id, new SubmitRequested(ticket, isRetry), answers));

    private async Task<Payload[]> Cancel(params BrokerAnswer<BrokerOrder>[] answers) =>
        Said(await Handle(EventNames.CancelRequested, Stop, new CancelRequested(Stop, Stop.Value, "B1", "out"), answers));

    private async Task<Payload[]> LookUp(params BrokerAnswer<BrokerOrder>[] answers) =>
        Said(await Handle(EventNames.StatusRequested, Stop, new StatusRequested(Stop, Stop.Value, "B1"), answers));

    private async Task<(Outbox Outbox, Payload[] Said)> Replace(params BrokerAnswer<BrokerOrder>[] answers)
    {
        var outbox = await Handle(EventNames.ReplaceRequested, Stop, new ReplaceRequested(Stop, Stop.Value, "B1", $"{Stop}r1", MovedTerms), answers);
        return (outbox, Said(outbox));
    }

    private async Task<Outbox> Handle(EventName name, OrderId id, Payload data, params BrokerAnswer<BrokerOrder>[] answers)
    {
        _broker.Answers(answers);
        var request = Message.First(MessageId.From("a request"), name, "lifecycles", Now, id.Value, Owner, data);
        var outbox = new Outbox("orders");
        outbox.Begin(request, Now);
        await Agent().HandleAsync(request, outbox, TestContext.Current.CancellationToken);
        return outbox;
    }

    private static Payload[] Said(Outbox outbox) => [.. outbox.Messages.Select(message => message.Data)];

    private sealed class Gate(OrderExecutionAgentTests test) : IOpeningGate
    {
        public ValueTask<string?> ClosedBecauseAsync(Scope scope, CancellationToken cancellation) => new(test._closedBecause);
    }
}
