namespace Trading.MarketData;

/// <summary>Scales the past of a series so that splits, and if wanted dividends, leave no gap in it.</summary>
/// <remarks>
/// <para>Adjusting goes back from the last bar, which keeps the prices it traded at; a bar belongs to the day it starts on in
/// New York, and those of days before an ex-date are scaled. Actions of other symbols, and those with an ex-date after the
/// last bar or not after the first one, change nothing. A split scales prices by From / To and volume by To / From; a cash
/// dividend scales prices alone, by (close - dividend) / close with the last close before the ex-date, the factor of the CRSP
/// files and of most vendors. Dividends with no bar between them are added up first.</para>
/// <para>Each price is scaled once, from the traded price, and rounded once to a hundred-millionth, half to even; volume to
/// a share. The factor of splits is exact, that of dividends has 28 digits.</para>
/// <para>An adjusted series has seen the future: its levels are not those at which anybody could trade, and change with every
/// later action. A backtest without look-ahead takes the bars as they traded and applies each action to its positions and
/// orders on the morning of the ex-date.</para>
/// <para>Both methods throw <see cref="ArgumentException"/> when a dividend is not below the close before it, or when a price
/// is scaled to zero, and <see cref="OverflowException"/> when a price or a volume leaves its range.</para>
/// </remarks>
public static class SeriesAdjustment
{
    /// <summary>The series as if all splits in it had happened before its first bar.</summary>
    public static BarSeries ForSplits(BarSeries series, IEnumerable<CorporateAction> actions) =>
        Adjust(series, actions.OfType<Split>());

    /// <summary>The series as if all splits had happened before its first bar and every dividend had been reinvested.</summary>
    public static BarSeries ForSplitsAndDividends(BarSeries series, IEnumerable<CorporateAction> actions) =>
        Adjust(series, actions);

    private static BarSeries Adjust(BarSeries series, IEnumerable<CorporateAction> actions)
    {
        if (series.Bars.IsEmpty) return series;
        var lastDay = EasternTime.DateAt(series.Bars[^1].Start);
        var pending = new Stack<CorporateAction>(actions
            .Where(action => action.Symbol == series.Symbol && action.ExDate <= lastDay)
            .OrderBy(action => action.ExDate));

        var adjusted = series.Bars.ToBuilder();
        var factor = Factor.None;
        for (var i = adjusted.Count - 1; i >= 0 && (pending.Count > 0 || factor != Factor.None); i--)
        {
            if (pending.Count > 0) factor = factor.Before(TakeAfter(pending, EasternTime.DateAt(adjusted[i].Start)), adjusted[i]);
            adjusted[i] = factor.Scale(adjusted[i]);
        }
        return new BarSeries(series.Symbol, series.Period, adjusted.MoveToImmutable());
    }

    /// <summary>The actions between a day and the bars after it, the earliest first.</summary>
    private static List<CorporateAction> TakeAfter(Stack<CorporateAction> pending, DateOnly day)
    {
        var taken = new List<CorporateAction>();
        while (pending.Count > 0 && pending.Peek().ExDate > day) taken.Insert(0, pending.Pop());
        return taken;
    }

    /// <summary>What the bars of one stretch of time are scaled by: prices by From / To x Dividends, volume by To / From.</summary>
    private sealed record Factor(long To, long From, decimal Dividends)
    {
        public static Factor None { get; } = new(1, 1, 1m);

        /// <summary>The factor of the stretch that ends with a bar, ahead of actions.</summary>
        public Factor Before(List<CorporateAction> actions, in Bar last)
        {
            if (actions.Count == 0) return this;
            var (to, from, paid) = (1L, 1L, 0m);
            foreach (var day in actions.GroupBy(action => action.ExDate))
            {
                foreach (var split in day.OfType<Split>()) (to, from) = Reduce(checked(to * split.To), checked(from * split.From));
                // In shares of the last bar: one of them has become To / From by the ex-date.
                foreach (var dividend in day.OfType<CashDividend>()) paid += dividend.Amount * to / from;
            }
            if (paid >= last.Close)
                throw new ArgumentException(
                    $"{actions[0].Symbol}: dividends of {paid} a share from {actions[0].ExDate:yyyy-MM-dd} are not below the close "
                    + $"of {last.Close} before them. Check the amount, and whether the bars are adjusted already.",
                    nameof(actions));
            (to, from) = Reduce(checked(to * To), checked(from * From));
            return new Factor(to, from, Dividends * (last.Close - paid) / last.Close);
        }

        public Bar Scale(in Bar bar) => this == None ? bar : bar with
        {
            Open = Scale(bar.Open),
            High = Scale(bar.High),
            Low = Scale(bar.Low),
            Close = Scale(bar.Close),
            Volume = To == From ? bar.Volume : Whole((decimal)bar.Volume * To / From),
        };

        private Price Scale(Price price) => Price.FromUnits(Whole((decimal)price.Units * From * Dividends / To));

        private static long Whole(decimal amount) => decimal.ToInt64(decimal.Round(amount, MidpointRounding.ToEven));

        private static (long To, long From) Reduce(long to, long from)
        {
            var (divisor, rest) = (to, from);
            while (rest != 0) (divisor, rest) = (rest, divisor % rest);
            return (to / divisor, from / divisor);
        }
    }
}
