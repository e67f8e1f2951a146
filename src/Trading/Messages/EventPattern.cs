namespace Trading.Messages;

/// <summary>A subscription: an event name in which any part may be <c>*</c>.</summary>
public sealed record EventPattern
{
    private const string Any = "*";

    private readonly string[] _parts;

    /// <exception cref="FormatException">The text is not three parts, each a name or <c>*</c>.</exception>
    public EventPattern(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _parts = value.Split('.');
        if (_parts.Length != 3 || !Array.TrueForAll(_parts, part => part == Any || EventName.IsPart(part)))
            throw new FormatException($"'{value}' is not an event pattern: three parts, each a-z and _ or *, such as strategy.*.signaled.");
        Value = value;
    }

    public string Value { get; }

    public bool Matches(EventName name)
    {
        for (var i = 0; i < _parts.Length; i++)
            if (_parts[i] != Any && _parts[i] != name.Parts[i]) return false;
        return true;
    }

    public bool Equals(EventPattern? other) => other is not null && Value == other.Value;
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);
    public override string ToString() => Value;

    public static implicit operator EventPattern(string value) => new(value);
    public static implicit operator EventPattern(EventName name) => new(name.Value);
}
