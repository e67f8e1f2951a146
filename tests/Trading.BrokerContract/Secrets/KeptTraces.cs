using System.Collections.Concurrent;
using System.Diagnostics;

namespace Trading.BrokerContract.Secrets;

/// <summary>All that was traced, by whomever: names, statuses, tags, events with what they carry, baggage and links.</summary>
public sealed class KeptTraces : IDisposable
{
    private readonly ActivityListener _listener;

    public KeptTraces()
    {
        _listener = new ActivityListener
        {
            // The fake's own server is not ours: its requests are traced by their paths.
            ShouldListenTo = source => source.Name != "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Lines.Enqueue(
                $"{span.Source.Name} {span.OperationName} {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.Select(one => $"{one.Name} {string.Join(' ', one.Tags)}"))} {string.Join(' ', span.Baggage)} {span.TraceStateString} {string.Join(' ', span.Links.SelectMany(link => link.Tags ?? []))}"),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ConcurrentQueue<string> Lines { get; } = new();

    public void Dispose() => _listener.Dispose();
}
