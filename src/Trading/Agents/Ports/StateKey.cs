namespace Trading.Agents.Ports;

/// <summary>The name of a value in the state store: its kind, such as <c>portfolio</c>, and whose it is.</summary>
public readonly record struct StateKey(string Kind, string Owner)
{
    public bool Equals(StateKey other) => Owner == other.Owner && Kind == other.Kind;

    public override int GetHashCode()
    {
        // Looked up many times a message: the default would seed and mix two hashes.
        var hash = (uint)Kind.Length;
        foreach (var c in Owner) hash = (hash * 31) + c;
        return (int)((hash * 31) + (Kind.Length == 0 ? 0u : Kind[0]));
    }

    public override string ToString() => $"{Kind}:{Owner}";
}
