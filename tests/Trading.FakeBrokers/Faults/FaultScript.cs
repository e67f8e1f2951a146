namespace Trading.FakeBrokers.Faults;

/// <summary>The rules by which the fakes misbehave, in order. Can be changed while they run.</summary>
public sealed class FaultScript
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly List<string> _taken = [];

    public FaultScript(params IEnumerable<FaultRule> rules) => Set(rules);

    /// <summary>Hears of each operation that will not be answered, once the request is there and what it asked for is done or not.</summary>
    public event Action<string>? Hung;

    /// <summary>The rules that are not used up.</summary>
    public IReadOnlyList<FaultRule> Rules
    {
        get { lock (_lock) return [.. _entries.Where(entry => !entry.IsUsedUp).Select(entry => entry.Rule)]; }
    }

    /// <summary>What was done so far: operation and fault, in order.</summary>
    public IReadOnlyList<string> Taken
    {
        get { lock (_lock) return [.. _taken]; }
    }

    /// <summary>Puts other rules in the place of all.</summary>
    public void Set(params IEnumerable<FaultRule> rules)
    {
        lock (_lock)
        {
            _entries.Clear();
            _entries.AddRange(rules.Select(rule => new Entry(rule)));
        }
    }

    /// <summary>Adds rules after those there are.</summary>
    public void Add(params IEnumerable<FaultRule> rules)
    {
        lock (_lock) _entries.AddRange(rules.Select(rule => new Entry(rule)));
    }

    public void Clear() => Set();

    internal void SayHung(string operation) => Hung?.Invoke(operation);

    /// <summary>The rule that meets a request, or null. Taking it uses it up by one.</summary>
    public FaultRule? Take(string broker, string operation, string path = "")
    {
        lock (_lock)
        {
            foreach (var entry in _entries)
            {
                if (entry.IsUsedUp || !entry.Rule.Meets(broker, operation, path)) continue;
                if (entry.Passed < entry.Rule.Skip)
                {
                    entry.Passed++;
                    continue;
                }
                entry.Used++;
                _taken.Add($"{broker} {operation} {entry.Rule.Kind}");
                return entry.Rule;
            }
            return null;
        }
    }

    private sealed class Entry(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;
        public int Passed { get; set; }
        public int Used { get; set; }
        public bool IsUsedUp => Rule.Times > 0 && Used >= Rule.Times;
    }
}
