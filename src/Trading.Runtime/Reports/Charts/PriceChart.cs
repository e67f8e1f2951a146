using OxyPlot;
using OxyPlot.Series;
using Trading.MarketData;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports.Html;

namespace Trading.Runtime.Reports.Charts;

/// <summary>The price of a symbol, with the entries and exits of its trades.</summary>
/// <remarks>Candles where there is room for them; else a line of closes in a band from low to high.</remarks>
internal static class PriceChart
{
    private const int MostReadings = 250;
    private const double HeightToEquity = 0.85;

    /// <param name="trades">The trades of the symbol that are to be marked.</param>
    public static void Write(HtmlWriter html, PriceSeries prices, IReadOnlyList<ClosedTrade> trades)
    {
        var (first, last) = (prices.Bars[0], prices.Bars[^1]);
        var title = $"Price of {prices.Symbol} from {Figures.Price(first.Open)} on {Figures.Day(first.Start)} to {Figures.Price(last.Close)} on {Figures.Day(last.End)}, "
            + $"with {Figures.Count(trades.Count)} trades.";
        var isIntraday = last.End - first.Start < TimeSpan.FromDays(prices.Bars.Count);
        var readings = Reduction.Even(prices.Bars.Count, MostReadings).Select(at => Reading(prices.Bars[at], isIntraday));
        ChartFrame.Figure(html, title, readings, size => Model(prices, trades, size), size => (int)(size.Height * HeightToEquity));
    }

    private static string Reading(in Bar bar, bool isIntraday) =>
        $"{(isIntraday ? Figures.Minute(bar.End) : Figures.Day(bar.End))}  {Figures.Price(bar.Close)}  ({Figures.Price(bar.Low)} to {Figures.Price(bar.High)})";

    private static PlotModel Model(PriceSeries prices, IReadOnlyList<ClosedTrade> trades, ChartSize size)
    {
        var drawn = prices.InAtMost(size.Points);
        var model = ChartFrame.Model([.. drawn.Bars.Select(bar => MarketClock.At(bar.Start))], size);
        var axis = ChartFrame.ValueAxis(value => Figures.ShortMoney(value));
        var lowest = Math.Min(drawn.Bars.Min(bar => bar.Low.ToDouble()), Lowest(trades));
        var highest = Math.Max(drawn.Bars.Max(bar => bar.High.ToDouble()), Highest(trades));
        var room = Math.Max((highest - lowest) * 0.06, 0.0001 + (highest * 0.0005));
        axis.Minimum = lowest - room;
        axis.Maximum = highest + room;
        model.Axes.Add(axis);

        if (drawn.Bars.Count <= size.Candles) model.Series.Add(Candles(drawn.Bars));
        else AddLine(model, drawn.Bars);
        TradeMarks.Add(model, drawn.Bars, trades, size);
        return model;
    }

    private static double Lowest(IReadOnlyList<ClosedTrade> trades) =>
        trades.Count == 0 ? double.PositiveInfinity : (double)trades.Min(trade => Math.Min(trade.Outcome.AverageEntry, trade.Outcome.AverageExit));

    private static double Highest(IReadOnlyList<ClosedTrade> trades) =>
        trades.Count == 0 ? double.NegativeInfinity : (double)trades.Max(trade => Math.Max(trade.Outcome.AverageEntry, trade.Outcome.AverageExit));

    private static CandleStickSeries Candles(IReadOnlyList<Bar> bars)
    {
        var candles = new CandleStickSeries { IncreasingColor = Ink.Rise, DecreasingColor = Ink.Fall, CandleWidth = 0.64 };
        for (var i = 0; i < bars.Count; i++)
            candles.Items.Add(new HighLowItem(i, bars[i].High.ToDouble(), bars[i].Low.ToDouble(), bars[i].Open.ToDouble(), bars[i].Close.ToDouble()));
        return candles;
    }

    private static void AddLine(PlotModel model, IReadOnlyList<Bar> bars)
    {
        var range = new AreaSeries { Color = OxyColors.Transparent, Color2 = OxyColors.Transparent, Fill = Ink.Range };
        var close = new LineSeries { Color = Ink.Price };
        for (var i = 0; i < bars.Count; i++)
        {
            range.Points.Add(new DataPoint(i, bars[i].High.ToDouble()));
            range.Points2.Add(new DataPoint(i, bars[i].Low.ToDouble()));
            close.Points.Add(new DataPoint(i, bars[i].Close.ToDouble()));
        }
        model.Series.Add(range);
        model.Series.Add(close);
    }
}
