namespace Trading.Tests.Lifecycles;

/// <summary>Decides by numbers drawn beforehand, so that a run can be repeated and made smaller. When they run out all goes well.</summary>
internal sealed class Dice(byte[] rolls)
{
    private int _next;

    public bool IsSpent => _next >= rolls.Length;

    /// <summary>Whether the rarely bad thing happens: one roll in <paramref name="outOf"/>.</summary>
    public bool Bad(int outOf) => Roll(outOf) == outOf - 1 && outOf > 1;

    /// <summary>A number from 0 to <paramref name="count"/> - 1; 0 when the rolls have run out.</summary>
    public int Roll(int count) => IsSpent || count <= 1 ? 0 : rolls[_next++] % count;
}
