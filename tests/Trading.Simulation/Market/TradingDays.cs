using Trading.MarketData;

namespace Trading.Simulation;

/// <summary>The sessions of a run, and time counted in them alone.</summary>
internal sealed class TradingDays
{
    /// <summary>Read only, so that all runs share it.</summary>
    public static NyseCalendar Calendar { get; } = new();

    private readonly Session[] _sessions;
    private int _current;

    public TradingDays(Dice dice, int days)
    {
        var first = new DateOnly(2024, 1, 2).AddDays(dice.Below(700));
        _sessions = new Session[days + 3];
        var next = Calendar.SessionOn(first) ?? Calendar.NextSession(first);
        for (var i = 0; i < _sessions.Length; i++, next = Calendar.NextSession(next.Date)) _sessions[i] = next;
        Days = days;
    }

    public int Days { get; }

    public IReadOnlyList<Session> Sessions => _sessions;

    public Session Last => _sessions[Days - 1];

    /// <summary>Whether the market is open. Asked in the order of time.</summary>
    public bool IsOpenAt(DateTimeOffset time)
    {
        while (_current < _sessions.Length - 1 && time >= _sessions[_current].Close) _current++;
        return time >= _sessions[_current].Open && time < _sessions[_current].Close;
    }

    /// <summary>When the session that holds the time began.</summary>
    public DateTimeOffset OpenedAt(DateTimeOffset time)
    {
        foreach (var session in _sessions)
            if (time < session.Close) return session.Open;
        return time;
    }

    /// <summary>The time at which so much trading time has passed; what does not fit into the sessions is null.</summary>
    public DateTimeOffset? After(DateTimeOffset from, TimeSpan trading)
    {
        foreach (var session in _sessions)
        {
            if (from >= session.Close) continue;
            var begin = from > session.Open ? from : session.Open;
            if (begin + trading < session.Close) return begin + trading;
            trading -= session.Close - begin;
        }
        return null;
    }
}
