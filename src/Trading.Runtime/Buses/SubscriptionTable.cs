using System.Collections.Immutable;
using Trading.Messages;

namespace Trading.Runtime.Buses;

/// <summary>Who hears which event. Patterns are matched once for each name; after that a look-up is one step.</summary>
/// <remarks>Subscriptions are made before the first message; the table is then only read, except for names seen first.</remarks>
internal sealed class SubscriptionTable<TSubscriber>
    where TSubscriber : class
{
    private readonly List<(EventPattern Pattern, TSubscriber Subscriber)> _subscriptions = [];
    private ImmutableDictionary<EventName, TSubscriber[]> _byName = ImmutableDictionary<EventName, TSubscriber[]>.Empty;
    private EventName? _lastName;
    private TSubscriber[] _lastSubscribers = [];

    public void Add(IEnumerable<EventPattern> patterns, TSubscriber subscriber)
    {
        foreach (var pattern in patterns) _subscriptions.Add((pattern, subscriber));
        _byName = _byName.Clear();
        _lastName = null;
    }

    /// <summary>The subscribers of an event in the order they subscribed, each once. For one thread.</summary>
    public TSubscriber[] HearersOf(EventName name)
    {
        if (ReferenceEquals(name, _lastName)) return _lastSubscribers;
        _lastSubscribers = HearersOfAny(name);
        _lastName = name;
        return _lastSubscribers;
    }

    /// <summary>The same for any number of threads.</summary>
    public TSubscriber[] HearersOfAny(EventName name) =>
        ImmutableInterlocked.GetOrAdd(ref _byName, name, static (wanted, table) => table.Match(wanted), this);

    private TSubscriber[] Match(EventName name)
    {
        var hearers = new List<TSubscriber>();
        foreach (var (pattern, subscriber) in _subscriptions)
            if (pattern.Matches(name) && !hearers.Contains(subscriber)) hearers.Add(subscriber);
        return [.. hearers];
    }
}
