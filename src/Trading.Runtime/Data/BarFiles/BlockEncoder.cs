using System.Buffers.Binary;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Turns well-formed bars that follow each other into the bytes of a block. Keeps its buffers for the next one.</summary>
internal sealed class BlockEncoder
{
    private static readonly long[] TimeUnits = [TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMillisecond, 1];

    private readonly long[][] _columns = [.. Enumerable.Range(0, BarBlock.Columns).Select(_ => new long[BarBlock.MaxBars])];
    private readonly byte[] _block = new byte[BarBlock.MaxSize];

    /// <summary>The block; the memory is reused by the next call.</summary>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<Bar> bars, long ordinal)
    {
        var timeUnit = TimeUnitOf(bars);
        var priceUnit = PriceUnitOf(bars);
        Split(bars, timeUnit, priceUnit);

        var header = _block.AsSpan(0, BarBlock.HeaderSize);
        header.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(header[BarBlock.CountAt..], bars.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[BarBlock.OrdinalAt..], ordinal);
        BinaryPrimitives.WriteInt64LittleEndian(header[BarBlock.TimeUnitAt..], timeUnit);
        BinaryPrimitives.WriteInt64LittleEndian(header[BarBlock.PriceUnitAt..], priceUnit);
        BinaryPrimitives.WriteInt64LittleEndian(header[BarBlock.FirstStartAt..], bars[0].Start.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(header[BarBlock.LastEndAt..], bars[^1].End.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(header[BarBlock.FirstOpenAt..], bars[0].Open.Units);
        var length = BarBlock.HeaderSize;
        for (var c = 0; c < BarBlock.Columns; c++)
        {
            var column = _columns[c].AsSpan(0, bars.Length);
            var (least, width) = LeastAndWidth(column);
            header[BarBlock.WidthsAt + c] = (byte)width;
            BinaryPrimitives.WriteInt64LittleEndian(header[(BarBlock.LeastAt + (c * 8))..], least);
            Pack(column, least, width, _block.AsSpan(length));
            length += width * bars.Length;
        }
        BinaryPrimitives.WriteInt32LittleEndian(header[BarBlock.LengthAt..], length);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Checksum.Of(_block.AsSpan(4, length - 4)));
        return _block.AsSpan(0, length);
    }

    private void Split(ReadOnlySpan<Bar> bars, long timeUnit, long priceUnit)
    {
        var end = bars[0].Start.UtcTicks;
        var close = bars[0].Open.Units;
        for (var i = 0; i < bars.Length; i++)
        {
            ref readonly var bar = ref bars[i];
            var top = Math.Max(bar.Open.Units, bar.Close.Units);
            var bottom = Math.Min(bar.Open.Units, bar.Close.Units);
            _columns[BarBlock.Gap][i] = (bar.Start.UtcTicks - end) / timeUnit;
            _columns[BarBlock.Span][i] = (bar.End.UtcTicks - bar.Start.UtcTicks) / timeUnit;
            _columns[BarBlock.Open][i] = (bar.Open.Units - close) / priceUnit;
            _columns[BarBlock.High][i] = (bar.High.Units - top) / priceUnit;
            _columns[BarBlock.Low][i] = (bottom - bar.Low.Units) / priceUnit;
            _columns[BarBlock.Close][i] = (bar.Close.Units - bar.Open.Units) / priceUnit;
            _columns[BarBlock.Volume][i] = bar.Volume;
            end = bar.End.UtcTicks;
            close = bar.Close.Units;
        }
    }

    private static long TimeUnitOf(ReadOnlySpan<Bar> bars)
    {
        var unit = 0;
        var origin = bars[0].Start.UtcTicks;
        foreach (ref readonly var bar in bars)
            while ((bar.Start.UtcTicks - origin) % TimeUnits[unit] != 0 || (bar.End.UtcTicks - origin) % TimeUnits[unit] != 0) unit++;
        return TimeUnits[unit];
    }

    private static long PriceUnitOf(ReadOnlySpan<Bar> bars)
    {
        var unit = Price.UnitsPerDollar;
        foreach (ref readonly var bar in bars)
        {
            while (bar.Open.Units % unit != 0 || bar.High.Units % unit != 0 || bar.Low.Units % unit != 0 || bar.Close.Units % unit != 0)
                unit /= 10;
        }
        return unit;
    }

    private static (long Least, int Width) LeastAndWidth(ReadOnlySpan<long> column)
    {
        long least = column[0], most = column[0];
        foreach (var value in column)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }
        var range = unchecked((ulong)(most - least));
        return (least, range switch { 0 => 0, <= byte.MaxValue => 1, <= ushort.MaxValue => 2, <= uint.MaxValue => 4, _ => 8 });
    }

    private static void Pack(ReadOnlySpan<long> column, long least, int width, Span<byte> to)
    {
        for (var i = 0; i < column.Length && width > 0; i++)
        {
            var offset = unchecked((ulong)(column[i] - least));
            switch (width)
            {
                case 1: to[i] = (byte)offset; break;
                case 2: BinaryPrimitives.WriteUInt16LittleEndian(to[(i * 2)..], (ushort)offset); break;
                case 4: BinaryPrimitives.WriteUInt32LittleEndian(to[(i * 4)..], (uint)offset); break;
                default: BinaryPrimitives.WriteUInt64LittleEndian(to[(i * 8)..], offset); break;
            }
        }
    }
}
