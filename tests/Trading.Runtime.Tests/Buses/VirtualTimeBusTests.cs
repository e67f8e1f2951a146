using System.Collections.Immutable;
using System.Diagnostics;
using Trading.Agents;
using Trading.MarketData;
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

    [Fact]
    public void Of_a_bar_listeners_are_told_without_a_message_and_the_others_are_given_one()
    {
        var messages = new List<Message>();
        var bus = new VirtualTimeBus(new VirtualClock());
        var listener = new Listener((_, _) => true);
        bus.Subscribe(listener);
        bus.Subscribe(Said.Agent("watcher", "*.*.*", (message, _) =>
        {
            messages.Add(message);
            return ValueTask.CompletedTask;
        }));

        bus.Tell(Bar(1));
        bus.Tell(Bar(2));

        Assert.Equal((2, 0), (listener.Told, listener.Handled));
        Assert.Equal([Noon.AddMinutes(1), Noon.AddMinutes(2)], messages.Select(message => ((BarsReceived)message.Data).Bars.Single().End));
        Assert.Equal(2, messages.Select(message => message.Id).Distinct().Count());
        Assert.Equal(4, bus.Handled);
    }

    [Fact]
    public void What_follows_from_a_bar_waits_its_turn_and_names_the_message_of_the_bar_as_its_cause()
    {
        var messages = new List<Message>();
        var bus = new VirtualTimeBus(new VirtualClock());
        bus.Subscribe(new Listener((told, outbox) =>
        {
            outbox.Say(EventNames.QuoteRequested, told.Symbol.Value, Scope.Desk, new QuoteRequested(told.Symbol));
            return true;
        }));
        bus.Subscribe(Said.Agent("watcher", "*.*.*", (message, _) =>
        {
            messages.Add(message);
            return ValueTask.CompletedTask;
        }));

        bus.Tell(Bar(1));
        Assert.Equal([EventNames.BarsReceived], messages.Select(message => message.Name));
        bus.RunUntilQuiet();

        Assert.Equal([EventNames.BarsReceived, EventNames.QuoteRequested], messages.Select(message => message.Name));
        Assert.Equal((messages[0].Id, messages[0].Id), (messages[1].CausationId, messages[1].CorrelationId));
    }

    [Fact]
    public void A_listener_that_cannot_take_a_bar_in_at_once_is_given_its_message()
    {
        var bus = new VirtualTimeBus(new VirtualClock());
        var listener = new Listener((_, _) => false);
        bus.Subscribe(listener);
        bus.Tell(Bar(1));
        Assert.Equal((1, 1, 1L), (listener.Told, listener.Handled, bus.Handled));
    }

    private static readonly DateTimeOffset Noon = Said.Noon;

    private static readonly MarketDataAgent MarketData = new(new BarFeed(), new NyseCalendar(), [("AAPL", BarPeriod.Minute)]);

    private static BarTold Bar(int minute)
    {
        var newest = new NewestBar();
        newest.Set(new Bar(Noon.AddMinutes(minute - 1), Noon.AddMinutes(minute), (Price)100m, (Price)101m, (Price)99m, (Price)100m, 1_000));
        return MarketData.Tell(0, newest, Noon.AddMinutes(minute));
    }

    private sealed class Listener(Func<BarTold, Outbox, bool> hear) : IBarListener
    {
        public int Told { get; private set; }

        public int Handled { get; private set; }

        public string Name => "listener";

        public ImmutableArray<EventPattern> Hears { get; } = [EventNames.BarsReceived];

        public bool TryHear(BarTold told, Outbox outbox)
        {
            Told++;
            return hear(told, outbox);
        }

        public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
        {
            Handled++;
            return ValueTask.CompletedTask;
        }
    }
}
