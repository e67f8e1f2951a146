namespace Trading.Runtime.Journals;

/// <summary>A part of the state at a snapshot: a value of the state store, a trade, an inbox.</summary>
/// <param name="Value">Null where the item is gone.</param>
public readonly record struct SnapshotItem(string Kind, string Key, byte[]? Value);
