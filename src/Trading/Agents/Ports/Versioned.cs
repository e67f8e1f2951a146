namespace Trading.Agents.Ports;

/// <summary>A value and its version in the store; version zero and null where nothing is stored yet.</summary>
public readonly record struct Versioned<T>(T? Value, long Version)
    where T : class;
