using Trading.Agents;
using Trading.Messages;
using Trading.Risk;

namespace Trading.Tests.Messages;

public class OutboxTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);
    private static readonly Scope Owner = new("paper", "trend", "AAPL");

    private static readonly Message Cause =
        Message.First(MessageId.From("a cause"), EventNames.HaltRequested, "watchers", Now, "paper", Owner, new HaltRequested(TradingState.Halted, false, "why")) with
        {
            Trace = new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "vendor=1"),
        };

    [Fact]
    public void Handling_a_message_again_says_the_same_messages()
    {
        var outbox = new Outbox("risk");
        outbox.Begin(Cause, Now);
        SayAll(outbox);
        var first = outbox.Messages.ToArray();
        outbox.Begin(Cause, Now.AddMinutes(1));
        SayAll(outbox);
        Assert.Equal(first.Select(message => message.Id), outbox.Messages.Select(message => message.Id));
        Assert.Equal(first.Length, first.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public void A_tick_handled_again_says_the_same_messages()
    {
        var outbox = new Outbox("risk");
        outbox.Begin(MessageId.From("tick", 7), Now);
        SayAll(outbox);
        var first = outbox.Messages.ToArray();
        outbox.Begin(MessageId.From("tick", 7), Now);
        SayAll(outbox);
        Assert.Equal(first.Select(message => message.Id), outbox.Messages.Select(message => message.Id));
        outbox.Begin(MessageId.From("tick", 8), Now);
        SayAll(outbox);
        Assert.Equal([MessageId.From("the thing itself")], first.Select(message => message.Id).Intersect(outbox.Messages.Select(message => message.Id)));
    }

    [Fact]
    public void A_tick_may_have_its_id_made_when_something_follows_from_it()
    {
        var (early, late) = (new Outbox("risk"), new Outbox("risk"));
        early.Begin(MessageId.From("tick", 7), Now);
        late.Begin("tick", 7, Now);
        SayAll(early);
        SayAll(late);
        Assert.Equal(early.Messages, late.Messages);
        late.Begin(MessageId.From("tick", 8), Now);
        SayAll(late);
        Assert.NotEqual(early.Messages[0].Id, late.Messages[0].Id);
    }

    [Fact]
    public void The_same_name_made_twice_is_still_the_same_name()
    {
        var outbox = new Outbox("risk");
        outbox.Begin(Cause, Now);
        outbox.Say(EventNames.TradingResumed, "paper", Owner, new TradingResumed("one"));
        outbox.Say(new EventName(EventNames.TradingResumed.Value), "paper", Owner, new TradingResumed("two"));
        Assert.NotEqual(outbox.Messages[0].Id, outbox.Messages[1].Id);
    }

    [Fact]
    public void What_is_said_continues_the_chain_and_the_trace_of_its_cause()
    {
        var outbox = new Outbox("risk");
        outbox.Begin(Cause with { CorrelationId = MessageId.From("the first") }, Now);
        outbox.Say(EventNames.TradingResumed, "paper", Owner, new TradingResumed("one"));
        outbox.SayOnce(MessageId.From("the thing itself"), EventNames.TradingResumed, "paper", Owner, new TradingResumed("two"));
        Assert.All(outbox.Messages, message =>
        {
            Assert.Equal((MessageId.From("the first"), Cause.Id, Cause.Trace), (message.CorrelationId, message.CausationId, message.Trace));
            Assert.Equal(("risk", Now), (message.Source, message.Time));
        });
        Assert.Equal(MessageId.From("the thing itself"), outbox.Messages[1].Id);
    }

    [Fact]
    public void What_no_message_brings_about_begins_a_chain()
    {
        var outbox = new Outbox("risk");
        outbox.Begin(MessageId.From("tick"), Now);
        outbox.Say(EventNames.TradingResumed, "paper", Owner, new TradingResumed("one"));
        var said = Assert.Single(outbox.Messages);
        Assert.Equal((said.Id, said.Id), (said.CorrelationId, said.CausationId));
    }

    private static void SayAll(Outbox outbox)
    {
        outbox.Say(EventNames.TradingHalted, "paper", Owner, new TradingHalted("C", "why", false));
        outbox.Say(EventNames.TradingHalted, "paper", Owner, new TradingHalted("C", "why", false));
        outbox.Say(EventNames.TradingHalted, "live", Owner, new TradingHalted("C", "why", false));
        outbox.Say(EventNames.TradingReduced, "paper", Owner, new TradingReduced("C", "why"));
        outbox.SayOnce(MessageId.From("the thing itself"), EventNames.LimitBreached, "paper", Owner, new LimitBreached(DenialCode.Drawdown, 2, 1, ""));
    }
}
