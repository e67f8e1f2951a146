namespace Trading.Simulation;

/// <summary>Everything that must hold, fresh for one run.</summary>
internal static class InvariantCatalogue
{
    public static Invariant[] All() => [new EverythingSettles()];
}
