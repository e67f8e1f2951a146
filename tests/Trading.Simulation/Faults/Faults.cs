using Trading.Runtime.Backtesting;

namespace Trading.Simulation;

/// <summary>Decides what goes wrong, counts it, and knows since when all has been well.</summary>
internal sealed class Faults(FaultLevel level, Dice dice, VirtualClock clock)
{
    private bool _isOver;

    public Dice Dice => dice;

    public long Count { get; private set; }

    public long Crashes { get; private set; }

    /// <summary>When the last fault struck or ended; what has a deadline is given it from here on.</summary>
    public DateTimeOffset CalmSince { get; private set; }

    public DateTimeOffset StoreGoneUntil { get; set; }

    public DateTimeOffset BrokerGoneUntil { get; set; }

    public DateTimeOffset FeedSilentUntil { get; set; }

    public DateTimeOffset StreamSilentUntil { get; set; }

    public bool IsStoreGone => StoreGoneUntil > clock.GetUtcNow();

    public bool IsBrokerGone => BrokerGoneUntil > clock.GetUtcNow();

    public bool IsFeedSilent => FeedSilentUntil > clock.GetUtcNow();

    public bool IsStreamSilent => StreamSilentUntil > clock.GetUtcNow();

    public bool AreOver => _isOver || level == FaultLevel.None;

    /// <summary>Whether a fault strikes now.</summary>
    public bool Strike(FaultKind kind)
    {
        if (AreOver) return false;
        var rate = FaultRates.Of(kind);
        if (!dice.Chance(level == FaultLevel.All ? rate : Math.Max(1, rate / 8))) return false;
        Note(TimeSpan.Zero);
        return true;
    }

    /// <summary>How long until a fault that begins by itself begins the next time; null for never.</summary>
    public TimeSpan? Until(FaultKind kind)
    {
        if (AreOver) return null;
        var inFiveDays = FaultRates.InFiveDays(kind) * (level == FaultLevel.All ? 1.0 : 0.15);
        if (inFiveDays == 0) return null;
        var mean = 5 * 6.5 * 60 / inFiveDays;
        return dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(mean * 2));
    }

    /// <summary>Counts a fault that lasts for a time.</summary>
    public void Note(TimeSpan lasts)
    {
        Count++;
        Stir(clock.GetUtcNow() + lasts);
    }

    public void NoteCrash() => Crashes++;

    /// <summary>All is not well for a time, which is returned.</summary>
    public TimeSpan Notice(TimeSpan lasts)
    {
        Stir(clock.GetUtcNow() + lasts);
        return lasts;
    }

    /// <summary>All was not well until a time.</summary>
    public void Stir(DateTimeOffset until)
    {
        if (until > CalmSince) CalmSince = until;
    }

    /// <summary>From now on nothing goes wrong any more.</summary>
    public void End()
    {
        _isOver = true;
        var now = clock.GetUtcNow();
        (StoreGoneUntil, BrokerGoneUntil, FeedSilentUntil, StreamSilentUntil) = (now, now, now, now);
        Stir(now);
    }
}
