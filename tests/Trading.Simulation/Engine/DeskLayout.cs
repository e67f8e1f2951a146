namespace Trading.Simulation;

/// <summary>Which agents run in which process, and how many copies of each. The seed decides.</summary>
/// <param name="Copies">Copies of an agent; the lifecycles and market data always run once.</param>
/// <param name="IsOneProcess">Whether all agents share a process, as in a desk on one machine.</param>
internal sealed record DeskLayout(bool IsOneProcess, int Copies)
{
    public bool IsOnlyCopy => Copies == 1;

    public static DeskLayout Of(Dice dice) => dice.Below(4) switch
    {
        0 or 1 => new DeskLayout(true, 1),
        2 => new DeskLayout(false, 1),
        _ => new DeskLayout(false, 2),
    };
}
