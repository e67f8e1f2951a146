namespace Trading.Simulation;

/// <summary>Which agents run in which process, how many copies of each, and where they keep what they know. The seed decides.</summary>
/// <param name="IsLocal">Whether it is a desk on one machine with a journal; else the desk's store is shared by its processes.</param>
/// <param name="IsOneProcess">Whether all agents share a process.</param>
/// <param name="Copies">Copies of an agent and of the lifecycles; market data always runs once.</param>
internal sealed record DeskLayout(bool IsLocal, bool IsOneProcess, int Copies)
{
    public bool IsOnlyCopy => Copies == 1;

    /// <param name="isLocal">Null for either.</param>
    public static DeskLayout Of(Dice dice, bool? isLocal)
    {
        if (isLocal ?? dice.Below(4) == 0) return new DeskLayout(true, true, 1);
        return dice.Below(3) switch
        {
            0 => new DeskLayout(false, true, 1),
            1 => new DeskLayout(false, false, 1),
            _ => new DeskLayout(false, false, 2),
        };
    }
}
