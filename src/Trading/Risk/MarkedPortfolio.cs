using System.Runtime.InteropServices;
using Trading.MarketData;

namespace Trading.Risk;

/// <summary>A portfolio with the marks and peaks that prices made since it was stored, kept beside it and changed in place.</summary>
/// <remarks>
/// Most prices change nothing but a mark, and each would make another portfolio. What is marked here and put back by
/// <see cref="ToPortfolio"/> is what <see cref="RiskGate.Evaluate(Portfolio, AccountRules, Marks, Session, DateTimeOffset)"/>
/// makes of the same marks one after another. Where more than marks and peaks may change it says so and leaves the decision
/// to the gate. Not for several threads.
/// </remarks>
internal sealed class MarkedPortfolio
{
    private readonly AccountRules _rules;
    private readonly DateTimeOffset _changesAt = DateTimeOffset.MaxValue;
    private readonly Mark[] _marks;
    private readonly Mark[] _triedMarks;
    private readonly decimal[] _peaks;
    private readonly decimal[] _triedPeaks;
    private decimal _peak;
    private Portfolio? _whole;

    // Of one holding every balance moves one way with its price: between two prices that brought nothing new there is nothing new.
    private Price _low = Price.MaxValue;
    private Price _high;

    private MarkedPortfolio(Portfolio portfolio, AccountRules rules)
    {
        (Stored, _whole, _rules, _peak) = (portfolio, portfolio, rules, portfolio.Total.Peak);
        foreach (var trade in portfolio.Trades)
            if (trade is { Reserved: > 0, ReservedUntil: { } until } && until < _changesAt) _changesAt = until;
        (_marks, _triedMarks) = (new Mark[portfolio.Holdings.Length], new Mark[portfolio.Holdings.Length]);
        (_peaks, _triedPeaks) = (new decimal[portfolio.Strategies.Length], new decimal[portfolio.Strategies.Length]);
        for (var i = 0; i < _marks.Length; i++) _marks[i] = Mark.Of(portfolio.Holdings[i]);
        for (var i = 0; i < _peaks.Length; i++) _peaks[i] = portfolio.Strategies[i].Peak;
    }

    /// <summary>The portfolio as it was stored.</summary>
    public Portfolio Stored { get; }

    /// <summary>The portfolio with nothing marked yet, or null where it holds nothing or is one that time or a telling may change.</summary>
    public static MarkedPortfolio? Of(Portfolio portfolio, AccountRules rules)
    {
        if (!portfolio.IsKnown || portfolio.Holdings.IsEmpty || !portfolio.States.IsEmpty || !portfolio.Overrides.IsEmpty) return null;
        foreach (var trip in portfolio.Trips)
            if (!trip.IsHeard) return null;
        return new MarkedPortfolio(portfolio, rules);
    }

    /// <summary>Takes in prices. False, with nothing taken in, where a new day, an expiry or a limit makes more of them than marks and peaks.</summary>
    public bool TryMark(in Marks marks, Session session, DateTimeOffset now)
    {
        if (session.Date > Stored.Day || now >= _changesAt) return false;
        if (_marks.Length == 1 && marks.TryFind(Stored.Holdings[0].Symbol, out var price, out var time) && price >= _low && price <= _high)
        {
            if (_marks[0].Take(price, time)) _whole = null;
            return true;
        }
        return TryMarkAll(marks);
    }

    /// <summary>The portfolio as it is by now; the one that was stored where no price changed it.</summary>
    public Portfolio ToPortfolio()
    {
        if (_whole is not null) return _whole;
        var (holdings, strategies) = (new Holding[_marks.Length], Stored.Strategies);
        for (var i = 0; i < _marks.Length; i++) holdings[i] = _marks[i].On(Stored.Holdings[i]);
        for (var i = 0; i < _peaks.Length; i++)
            if (_peaks[i] > strategies[i].Peak) strategies = strategies.SetItem(i, strategies[i] with { Peak = _peaks[i] });
        return _whole = Stored with
        {
            Holdings = ImmutableCollectionsMarshal.AsImmutableArray(holdings),
            Total = _peak > Stored.Total.Peak ? Stored.Total with { Peak = _peak } : Stored.Total,
            Strategies = strategies,
        };
    }

    private bool TryMarkAll(in Marks marks)
    {
        var isMoved = false;
        for (var i = 0; i < _marks.Length; i++)
        {
            _triedMarks[i] = _marks[i];
            isMoved |= marks.TryFind(Stored.Holdings[i].Symbol, out var price, out var time) && _triedMarks[i].Take(price, time);
        }
        var open = OpenProfit(null);
        var peak = Math.Max(_peak, Stored.Total.Balance + open);
        if (RiskGate.HasLost(Stored.Total, open, peak, Stored.Total.StartOfDay, peak, _rules.Limits)) return false;
        for (var i = 0; i < _peaks.Length; i++)
        {
            var standing = Stored.Strategies[i];
            open = OpenProfit(standing.Strategy);
            _triedPeaks[i] = Math.Max(_peaks[i], standing.Balance + open);
            if (RiskGate.HasLost(standing, open, _triedPeaks[i], Stored.Total.StartOfDay, peak, _rules.For(standing.Strategy).Limits)) return false;
        }
        Keep(peak, isMoved);
        return true;
    }

    private void Keep(decimal peak, bool isMoved)
    {
        var isPeak = peak != _peak || !_triedPeaks.AsSpan().SequenceEqual(_peaks);
        if (isMoved || isPeak) _whole = null;
        _peak = peak;
        _triedPeaks.CopyTo(_peaks, 0);
        _triedMarks.CopyTo(_marks, 0);
        // What is lost is measured from the peaks, so a new one makes every lower price a new one.
        var price = _marks[0].Price;
        (_low, _high) = isPeak ? (price, price) : (Price.Min(_low, price), Price.Max(_high, price));
    }

    private decimal OpenProfit(string? strategy)
    {
        var sum = 0m;
        for (var i = 0; i < _triedMarks.Length; i++)
            if (Stored.Holdings[i] is var holding && (strategy is null || holding.Strategy == strategy)) sum += holding.OpenProfitAt(_triedMarks[i].Price);
        return sum;
    }

    private struct Mark
    {
        private DateTimeOffset _time;

        public Price Price { get; private set; }

        public static Mark Of(Holding holding) => new() { Price = holding.Mark, _time = holding.MarkedAt };

        public bool Take(Price price, DateTimeOffset time)
        {
            if (!Holding.IsNews(Price, _time, price, time)) return false;
            (Price, _time) = (price, time);
            return true;
        }

        public readonly Holding On(Holding holding) =>
            holding.Mark == Price && holding.MarkedAt == _time ? holding : holding with { Mark = Price, MarkedAt = _time };
    }
}
