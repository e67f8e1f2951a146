namespace Trading.Messages;

/// <summary>What a message says: <c>agent.action.status</c>, three parts in lower case, such as <c>orders.order.filled</c>.</summary>
/// <remarks>Each part is letters a to z and underscores. The catalogue of all names is <see cref="EventNames"/>.</remarks>
public sealed class EventName : IEquatable<EventName>
{
    private readonly int _hash;

    /// <exception cref="FormatException">The text is not three lower-case parts.</exception>
    public EventName(string value)
    {
        var parts = value.Split('.');
        if (parts.Length != 3 || !Array.TrueForAll(parts, IsPart))
            throw new FormatException($"'{value}' is not an event name: three parts of a-z and _ with dots between, such as orders.order.filled.");
        Value = value;
        StableHash = MessageId.Hash(value);
        _hash = (int)StableHash;
    }

    public string Value { get; }

    /// <summary>A hash that is the same in every process, for deriving ids.</summary>
    internal ulong StableHash { get; }

    public bool Equals(EventName? other) => ReferenceEquals(this, other) || (other is not null && Value == other.Value);
    public override bool Equals(object? obj) => Equals(obj as EventName);
    public override int GetHashCode() => _hash;
    public override string ToString() => Value;

    internal static bool IsPart(string part) => part.Length > 0 && part.AsSpan().IndexOfAnyExceptInRange('a', 'z') is var odd
        && (odd < 0 || part.Replace("_", "", StringComparison.Ordinal).AsSpan().IndexOfAnyExceptInRange('a', 'z') < 0);
}
