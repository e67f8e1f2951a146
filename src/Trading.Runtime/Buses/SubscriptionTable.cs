using Trading.Messages;

namespace Trading.Runtime.Buses;

/// <summary>Who hears which event. Patterns are matched once for each name; after that a look-up is one step.</summary>
/// <remarks>Subscriptions are made before the first message; the table is then only read, except for names seen first.</remarks>
internal sealed class SubscriptionTable<TSubscriber>
    where TSubscriber : class
{
    /// <summary>A power of two, and several times the names there are, so that hardly two share a place.</summary>
    private const int RecentNames = 256;

    private readonly List<(EventPattern Pattern, TSubscriber Subscriber)> _subscriptions = [];
    private volatile Dictionary<EventName, TSubscriber[]> _byName = [];

    // What was asked for last is looked at first, by its hash: most often nothing is looked up.
    private volatile Found?[] _recent = new Found?[RecentNames];

    public void Add(IEnumerable<EventPattern> patterns, TSubscriber subscriber)
    {
        foreach (var pattern in patterns) _subscriptions.Add((pattern, subscriber));
        _byName = [];
        _recent = new Found?[RecentNames];
    }

    /// <summary>The subscribers of an event in the order they subscribed, each once. For any number of threads.</summary>
    public TSubscriber[] HearersOf(EventName name)
    {
        var recent = _recent;
        var place = name.GetHashCode() & (RecentNames - 1);
        if (recent[place] is { } last && ReferenceEquals(last.Name, name)) return last.Hearers;
        var hearers = _byName.TryGetValue(name, out var known) ? known : Match(name);
        recent[place] = new Found(name, hearers);
        return hearers;
    }

    private TSubscriber[] Match(EventName name)
    {
        var hearers = new List<TSubscriber>();
        foreach (var (pattern, subscriber) in _subscriptions)
            if (pattern.Matches(name) && !hearers.Contains(subscriber)) hearers.Add(subscriber);
        TSubscriber[] found = [.. hearers];
        // Others read the table meanwhile, so a larger one takes its place. One that is lost to another thread is made again.
        _byName = new Dictionary<EventName, TSubscriber[]>(_byName) { [name] = found };
        return found;
    }

    private sealed record Found(EventName Name, TSubscriber[] Hearers);
}
