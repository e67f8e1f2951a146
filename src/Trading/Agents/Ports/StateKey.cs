namespace Trading.Agents.Ports;

/// <summary>The name of a value in the state store: its kind, such as <c>portfolio</c>, and whose it is.</summary>
public readonly record struct StateKey(string Kind, string Owner)
{
    public override string ToString() => $"{Kind}:{Owner}";
}
