using System.Buffers;

namespace Trading.Messages;

/// <summary>What a message says: <c>agent.action.status</c>, three parts in lower case, such as <c>orders.order.filled</c>.</summary>
/// <remarks>Each part is letters a to z and underscores. The catalogue of all names is <see cref="EventNames"/>.</remarks>
public sealed class EventName : IEquatable<EventName>
{
    private static readonly SearchValues<char> PartCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    private readonly int _hash;

    /// <exception cref="FormatException">The text is not three lower-case parts.</exception>
    public EventName(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Parts = value.Split('.');
        if (Parts.Length != 3 || !Array.TrueForAll(Parts, IsPart))
            throw new FormatException($"'{value}' is not an event name: three parts of a-z and _ with dots between, such as orders.order.filled.");
        Value = value;
        StableHash = MessageId.Hash(value);
        _hash = (int)StableHash;
    }

    public string Value { get; }

    /// <summary>A hash that is the same in every process, for deriving ids.</summary>
    internal ulong StableHash { get; }

    /// <summary>The three parts, for matching patterns without splitting.</summary>
    internal string[] Parts { get; }

    public bool Equals(EventName? other) => ReferenceEquals(this, other) || (other is not null && Value == other.Value);
    public override bool Equals(object? obj) => Equals(obj as EventName);
    public override int GetHashCode() => _hash;
    public override string ToString() => Value;

    internal static bool IsPart(string part) => part.Length > 0 && !part.AsSpan().ContainsAnyExcept(PartCharacters);
}
