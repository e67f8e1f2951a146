using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Trading.Messages;

/// <summary>The events of the desk, each with what it carries; finds the row of a name.</summary>
public sealed class EventCatalogue
{
    private readonly FrozenDictionary<string, EventRow> _byName;
    private readonly FrozenDictionary<string, EventRow>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    /// <exception cref="ArgumentException">A name has two rows, or a row does not know how to read its older versions.</exception>
    public EventCatalogue(ImmutableArray<EventRow> rows)
    {
        foreach (var row in rows)
            if (row.Version != row.Upcasts.Length + 1)
                throw new ArgumentException($"{row.Name} has version {row.Version} and {row.Upcasts.Length} upcasts: it needs one for each version before its own.", nameof(rows));
        if (rows.GroupBy(row => row.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.Key} has {twice.Count()} rows.", nameof(rows));
        Rows = rows;
        _byName = rows.ToFrozenDictionary(row => row.Name.Value, StringComparer.Ordinal);
        _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The catalogue of <see cref="EventNames"/>.</summary>
    public static EventCatalogue Desk { get; } = new(EventTable.Rows());

    /// <summary>In the order of the way of a trade.</summary>
    public ImmutableArray<EventRow> Rows { get; }

    /// <exception cref="KeyNotFoundException">The name is not in the catalogue.</exception>
    public EventRow this[EventName name] =>
        Find(name.Value) ?? throw new KeyNotFoundException($"{name} is not in the catalogue of events: add a row to {nameof(EventTable)}.");

    public EventRow? Find(ReadOnlySpan<char> name) => _bySpan.TryGetValue(name, out var row) ? row : null;
}
