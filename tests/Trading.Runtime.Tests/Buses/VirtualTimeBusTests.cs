using System.Diagnostics;
using Trading.Messages;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Buses;

namespace Trading.Runtime.Tests.Buses;

public class VirtualTimeBusTests
{
    [Fact]
    public void Messages_are_handled_one_after_another_in_the_order_they_were_said()
    {
        var heard = new List<string>();
        var bus = new VirtualTimeBus(new VirtualClock());
        bus.Subscribe(Said.Agent("teller", EventNames.QuoteRequested, (message, outbox) =>
        {
            heard.Add($"quote {message.Subject}");
            outbox.Say(EventNames.BarsRequested, message.Subject, Scope.Desk, message.Data);
            return ValueTask.CompletedTask;
        }));
        bus.Subscribe(Said.Agent("hearer", "marketdata.bars.*", (message, _) =>
        {
            heard.Add($"bars {message.Subject}");
            return ValueTask.CompletedTask;
        }));

        bus.Publish(Said.Of(EventNames.QuoteRequested, 1));
        bus.Publish(Said.Of(EventNames.QuoteRequested, 2));
        bus.RunUntilQuiet();

        Assert.Equal(["quote 1", "quote 2", "bars 1", "bars 2"], heard);
        Assert.Equal(4, bus.Handled);
    }

    [Fact]
    public void Agents_that_answer_each_other_without_end_are_reported()
    {
        var bus = new VirtualTimeBus(new VirtualClock());
        bus.Subscribe(Said.Agent("echo", EventNames.QuoteRequested, (message, outbox) =>
        {
            outbox.Say(EventNames.QuoteRequested, "a", Scope.Desk, message.Data);
            outbox.Say(EventNames.QuoteRequested, "b", Scope.Desk, message.Data);
            return ValueTask.CompletedTask;
        }));
        bus.Publish(Said.Of(EventNames.QuoteRequested, 1));

        var error = Assert.Throws<InvalidOperationException>(bus.RunUntilQuiet);
        Assert.Contains("marketdata.quote.requested", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handler_that_waits_on_the_outside_is_reported()
    {
        var bus = new VirtualTimeBus(new VirtualClock());
        bus.Subscribe(Said.Agent("waiter", EventNames.QuoteRequested, async (_, _) => await new TaskCompletionSource().Task));
        bus.Publish(Said.Of(EventNames.QuoteRequested, 1));

        Assert.Contains("waiter", Assert.Throws<UnreachableException>(bus.RunUntilQuiet).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Agents_that_answer_each_other_one_by_one_without_end_are_reported()
    {
        var bus = new VirtualTimeBus(new VirtualClock());
        var again = Said.Of(EventNames.QuoteRequested, 1);
        bus.Subscribe(Said.Agent("echo", EventNames.QuoteRequested, (_, _) => bus.PublishAsync(again, default)));
        bus.Publish(again);

        var error = Assert.Throws<InvalidOperationException>(bus.RunUntilQuiet);
        Assert.Contains("marketdata.quote.requested", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_subscribes_later_hears_what_is_said_from_then_on()
    {
        var heard = new List<string>();
        var bus = new VirtualTimeBus(new VirtualClock());
        foreach (var name in (string[])["early", "late"])
        {
            bus.Subscribe(Said.Agent(name, EventNames.QuoteRequested, (message, _) =>
            {
                heard.Add($"{name} {message.Subject}");
                return ValueTask.CompletedTask;
            }));
            bus.Publish(Said.Of(EventNames.QuoteRequested, 1));
        }
        bus.RunUntilQuiet();
        Assert.Equal(["early 1", "early 1", "late 1"], heard);
    }

    [Fact]
    public void More_messages_than_the_queue_first_holds_keep_their_order()
    {
        var heard = new List<string>();
        var bus = new VirtualTimeBus(new VirtualClock());
        bus.Subscribe(Said.Agent("hearer", EventNames.QuoteRequested, (message, _) =>
        {
            heard.Add(message.Subject);
            return ValueTask.CompletedTask;
        }));
        bus.Publish(Said.Of(EventNames.QuoteRequested, -1));
        bus.RunUntilQuiet(); // the queue begins in the middle
        for (var i = 0; i < 5000; i++) bus.Publish(Said.Of(EventNames.QuoteRequested, i));
        bus.RunUntilQuiet();
        Assert.Equal(Enumerable.Range(-1, 5001).Select(i => $"{i}"), heard);
    }

    [Fact]
    public void A_handler_that_fails_stops_the_run()
    {
        var bus = new VirtualTimeBus(new VirtualClock());
        bus.Subscribe(Said.Agent("broken", EventNames.QuoteRequested, (_, _) => throw new InvalidOperationException("a defect")));
        bus.Publish(Said.Of(EventNames.QuoteRequested, 1));
        Assert.Equal("a defect", Assert.Throws<InvalidOperationException>(bus.RunUntilQuiet).Message);
    }
}
