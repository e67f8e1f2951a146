using System.Collections.Immutable;

namespace Trading.Lifecycles;

/// <summary>What a lifecycle decided: its new state, and what the host is to do, in order.</summary>
/// <remarks>A lifecycle decides and never acts; deciding again from the same state and event gives the same decision.</remarks>
public readonly record struct Decision<TState, TAction>(TState State, ImmutableArray<TAction> Actions);
