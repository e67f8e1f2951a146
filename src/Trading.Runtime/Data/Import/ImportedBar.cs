using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>A bar on its way from a row of text into a file, with the row it came from. Times are UTC ticks, prices units.</summary>
internal struct ImportedBar
{
    /// <summary>What the row told, which is the start or the end; the other was made of it and may be cut.</summary>
    public long Stamp;
    public long Start;
    public long End;
    public long Open;
    public long High;
    public long Low;
    public long Close;
    public long Volume;

    /// <summary>The line of the row; 0 when that is no longer known.</summary>
    public long Line;

    /// <summary>The number of the text that the row is in.</summary>
    public int Text;

    public static ImportedBar Of(in Bar bar, BarStamp names) => new()
    {
        Stamp = names == BarStamp.End ? bar.End.UtcTicks : bar.Start.UtcTicks,
        Start = bar.Start.UtcTicks,
        End = bar.End.UtcTicks,
        Open = bar.Open.Units,
        High = bar.High.Units,
        Low = bar.Low.Units,
        Close = bar.Close.Units,
        Volume = bar.Volume,
    };

    public readonly Bar ToBar() => new(
        UtcTime.OfTicks(Start),
        UtcTime.OfTicks(End),
        Price.FromUnits(Open),
        Price.FromUnits(High),
        Price.FromUnits(Low),
        Price.FromUnits(Close),
        Volume);

    public readonly bool SaysTheSameAs(in ImportedBar other) =>
        Open == other.Open && High == other.High && Low == other.Low && Close == other.Close && Volume == other.Volume;
}
