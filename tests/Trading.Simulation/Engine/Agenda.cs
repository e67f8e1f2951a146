namespace Trading.Simulation;

/// <summary>What is to be done when. Of several things at the same moment the seed decides which comes first.</summary>
internal sealed class Agenda(Dice dice)
{
    private readonly PriorityQueue<Action, (long Time, ulong Tie)> _errands = new();

    public int Count => _errands.Count;

    public void Add(DateTimeOffset time, Action errand) => _errands.Enqueue(errand, (time.UtcTicks, dice.Next()));

    public bool TryTake(out DateTimeOffset time, out Action errand)
    {
        var isThere = _errands.TryDequeue(out errand!, out var when);
        time = new DateTimeOffset(when.Time, TimeSpan.Zero);
        return isThere;
    }
}
