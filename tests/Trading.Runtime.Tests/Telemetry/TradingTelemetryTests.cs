using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents;
using Trading.MarketData;
using Trading.Messages;
using Trading.Positions;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Buses;
using Trading.Runtime.Telemetry;
using Trading.Runtime.Tests.Backtesting;
using Trading.Strategies;

namespace Trading.Runtime.Tests.Telemetry;

/// <summary>A listener is there for the whole process, so these tests run alone and look at their own spans only.</summary>
[CollectionDefinition(nameof(Tracing), DisableParallelization = true)]
public sealed class Tracing;

[Collection(nameof(Tracing))]
public sealed class TradingTelemetryTests
{
    private const string Cause = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly DateTimeOffset Nine = new(2026, 8, 21, 13, 0, 0, TimeSpan.Zero);

    private static readonly Message Question = Message.First(
        MessageId.From("question"), EventNames.QuoteRequested, "test", Nine, "AAPL", Scope.OfMarket("AAPL"), new QuoteRequested("AAPL"))
        with { Trace = new TraceContext(Cause, "desk=1") };

    [Fact]
    public void Over_the_virtual_bus_each_span_is_the_child_of_the_one_that_caused_its_message() => AssertChain(Listen(() =>
    {
        var bus = new VirtualTimeBus(new FakeTimeProvider(Nine));
        bus.Subscribe(new Asker());
        bus.Subscribe(new Hearer());
        bus.Publish(Question);
        bus.RunUntilQuiet();
    }));

    [Fact]
    public void A_backtest_that_is_traced_hears_of_bars_by_messages_and_decides_the_same()
    {
        var bars = Replay.Minutes([.. Enumerable.Range(0, 60).Select(i => $"{100 + (i % 7)} 108 99 {101 + (i % 6)}")]);
        var settings = Replay.Settings((i, bar) => (i % 10) switch
        {
            0 => Trail(ScriptedStrategy.Enter(bar, stop: "90")),
            7 => ScriptedStrategy.Leave(bar),
            _ => null,
        });
        var (untraced, _) = Replay.Run(bars, settings);
        BacktestResult? traced = null;
        var spans = Listen(() => traced = Replay.Run(bars, settings).Result);

        Assert.Equal((untraced.Hash, untraced.Messages), (traced!.Hash, traced.Messages));
        Assert.NotEqual(0, untraced.Fills);
        Assert.Contains(spans, span => span.OperationName == EventNames.BarsReceived.Value);

        static StrategySignal Trail(StrategySignal signal) =>
            signal with { Entry = signal.Entry! with { StopPolicies = [new StopPolicy.Trailing(Orders.Trail.OfPercent(1m))] } };
    }

    [Fact]
    public async Task Over_the_bus_of_a_process_each_span_is_the_child_of_the_one_that_caused_its_message()
    {
        var spans = new List<Activity>();
        using var listener = Listener(spans);
        await using (var bus = new InProcessBus(new FakeTimeProvider(Nine), new InProcessBusOptions { OnDeadLetter = letter => Assert.Fail($"{letter}") }))
        {
            bus.Subscribe(new Asker());
            bus.Subscribe(new Hearer());
            bus.Start();
            await bus.PublishAsync(Question, TestContext.Current.CancellationToken);
        }
        AssertChain(spans);
    }

    [Fact]
    public void A_span_names_the_event_the_agent_the_message_and_its_subject()
    {
        var span = Assert.Single(Listen(() =>
        {
            TradingTelemetry.StartHandling("asker", Question)!.Dispose();
        }));
        Assert.Equal(("marketdata.quote.requested", ActivityKind.Consumer), (span.OperationName, span.Kind));
        Assert.Equal(
            ["asker", Question.Id.ToString(), "process", "AAPL"],
            ((string[])["messaging.destination.name", "messaging.message.id", "messaging.operation.type", "trading.subject"]).Select(span.GetTagItem));
        Assert.Equal("desk=1", span.TraceStateString);
    }

    [Fact]
    public void A_span_of_a_call_to_a_broker_belongs_to_the_message_being_handled()
    {
        var spans = Listen(() =>
        {
            using var handling = TradingTelemetry.StartHandling("orders", Question);
            TradingTelemetry.StartBrokerCall("paper", "submit")!.Dispose();
        });
        Assert.Equal(("broker submit", ActivityKind.Client, "paper"), (spans[0].OperationName, spans[0].Kind, spans[0].GetTagItem("trading.account")));
        Assert.Equal(spans[1].SpanId, spans[0].ParentSpanId);
    }

    [Fact]
    public void A_message_without_a_trace_is_a_trace_of_its_own()
    {
        var span = Assert.Single(Listen(() =>
        {
            TradingTelemetry.StartHandling("asker", Question with { Trace = default })!.Dispose();
        }));
        Assert.Equal(default, span.ParentSpanId);
        Assert.Empty(span.Links);
    }

    [Fact]
    public void While_nobody_listens_nothing_is_allocated_and_the_message_keeps_its_trace()
    {
        for (var i = 0; i < 100; i++) Handle();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Handle();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(Question, TradingTelemetry.Stamp(Question));

        static void Handle()
        {
            using var span = TradingTelemetry.StartHandling("asker", Question);
            using var call = TradingTelemetry.StartBrokerCall("paper", "submit");
            TradingTelemetry.Stamp(Question);
        }
    }

    private static void AssertChain(IReadOnlyList<Activity> spans)
    {
        var asked = Assert.Single(spans, span => span.OperationName == "marketdata.quote.requested");
        var answered = Assert.Single(spans, span => span.OperationName == "marketdata.session.requested");
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", asked.TraceId.ToString());
        Assert.Equal("b7ad6b7169203331", asked.ParentSpanId.ToString());
        Assert.Equal((asked.TraceId, asked.SpanId), (answered.TraceId, answered.ParentSpanId));
        Assert.Equal(asked.SpanId, Assert.Single(answered.Links).Context.SpanId);
        Assert.Equal("desk=1", answered.TraceStateString);
    }

    private static List<Activity> Listen(Action act)
    {
        var spans = new List<Activity>();
        using var listener = Listener(spans);
        act();
        return spans;
    }

    private static ActivityListener Listener(List<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TradingTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans) spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class Asker : IAgent
    {
        public string Name => "asker";
        public ImmutableArray<EventPattern> Hears => [EventNames.QuoteRequested];

        public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation)
        {
            outbox.Say(EventNames.SessionRequested, "desk", Scope.Desk, new SessionRequested());
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Hearer : IAgent
    {
        public string Name => "hearer";
        public ImmutableArray<EventPattern> Hears => [EventNames.SessionRequested];
        public ValueTask HandleAsync(Message message, Outbox outbox, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
