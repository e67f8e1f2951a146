using Trading.Messages;

namespace Trading.Runtime.Buses;

/// <summary>Who hears which event. Patterns are matched once for each name; after that a look-up is one step.</summary>
/// <remarks>Subscriptions are made before the first message; the table is then only read, except for names seen first.</remarks>
internal sealed class SubscriptionTable<TSubscriber>
    where TSubscriber : class
{
    private readonly List<(EventPattern Pattern, TSubscriber Subscriber)> _subscriptions = [];
    private volatile Dictionary<EventName, TSubscriber[]> _byName = [];

    public void Add(IEnumerable<EventPattern> patterns, TSubscriber subscriber)
    {
        foreach (var pattern in patterns) _subscriptions.Add((pattern, subscriber));
        _byName = [];
    }

    /// <summary>The subscribers of an event in the order they subscribed, each once. For any number of threads.</summary>
    public TSubscriber[] HearersOf(EventName name) => _byName.TryGetValue(name, out var hearers) ? hearers : Match(name);

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
}
