using System.Diagnostics;
using System.Diagnostics.Metrics;
using Trading.Messages;

namespace Trading.Runtime.Telemetry;

/// <summary>The traces and metrics of the desk, under the name <c>Trading</c>.</summary>
/// <remarks>
/// A span for each message handled and each broker call, linked to what caused it; nothing is allocated while nobody listens.
/// Span and attribute names follow OpenTelemetry's semantic conventions for messaging.
/// </remarks>
public static class TradingTelemetry
{
    public const string Name = "Trading";

    public static ActivitySource Source { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);

    public static Counter<long> MessagesHandled { get; } =
        Meter.CreateCounter<long>("trading.messages.handled", "{message}", "Messages handled, by agent and event");

    public static Counter<long> HandlerFailures { get; } =
        Meter.CreateCounter<long>("trading.messages.failed", "{message}", "Messages whose handler threw, by agent and event");

    public static Histogram<double> HandleDuration { get; } =
        Meter.CreateHistogram<double>("trading.messages.duration", "s", "Time to handle a message, by agent and event");

    public static Counter<long> BrokerCalls { get; } =
        Meter.CreateCounter<long>("trading.broker.calls", "{call}", "Calls to brokers, by account, operation and outcome");

    /// <summary>Whether anybody traces messages or counts them.</summary>
    public static bool IsObserved => Source.HasListeners() || MessagesHandled.Enabled;

    /// <summary>Begins the span of an agent's handling of a message, or returns null when nobody listens.</summary>
    public static Activity? StartHandling(string agent, Message message)
    {
        if (!Source.HasListeners()) return null;
        var link = ActivityContext.TryParse(message.Trace.Parent, message.Trace.State, isRemote: true, out var cause) ? cause : default;
        var span = Source.StartActivity(message.Name.Value, ActivityKind.Consumer, parentContext: link, links: link == default ? null : [new ActivityLink(link)]);
        span?.SetTag("messaging.operation.type", "process")
            .SetTag("messaging.destination.name", agent)
            .SetTag("messaging.message.id", message.Id.ToString())
            .SetTag("trading.subject", message.Subject);
        return span;
    }

    /// <summary>Begins the span of a call to a broker, or returns null when nobody listens.</summary>
    public static Activity? StartBrokerCall(string account, string operation)
    {
        if (!Source.HasListeners()) return null;
        return Source.StartActivity($"broker {operation}", ActivityKind.Client)
            ?.SetTag("trading.account", account)
            .SetTag("trading.operation", operation);
    }

    /// <summary>Counts a message that was handled.</summary>
    public static void Handled(string agent, Message message)
    {
        if (MessagesHandled.Enabled) MessagesHandled.Add(1, new("agent", agent), new("event", message.Name.Value));
    }

    /// <summary>Counts a message that was handled.</summary>
    /// <param name="took">How long it took.</param>
    public static void Handled(string agent, Message message, TimeSpan took)
    {
        Handled(agent, message);
        if (HandleDuration.Enabled) HandleDuration.Record(took.TotalSeconds, new("agent", agent), new("event", message.Name.Value));
    }

    /// <summary>The trace that a message said now belongs to; what it had when nothing is traced.</summary>
    public static Message Stamp(Message message) =>
        Source.HasListeners() && Activity.Current is { } span ? message with { Trace = new TraceContext(span.Id, span.TraceStateString) } : message;
}
