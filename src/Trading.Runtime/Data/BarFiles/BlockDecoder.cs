using System.Buffers;
using System.Buffers.Binary;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Turns the bytes of a block back into bars, some at a time.</summary>
internal sealed class BlockDecoder
{
    private const int Stride = 256;
    private static readonly ulong MaxTicks = (ulong)DateTime.MaxValue.Ticks;


    private byte[] _block = [];
    private int _count;
    private int _next;
    private long _timeUnit;
    private long _priceUnit;
    private long _previousEnd;
    private long _previousClose;

    public int Remaining => _count - _next;

    /// <summary>The start of the first bar of the block, in ticks.</summary>
    public long FirstStart { get; private set; }

    /// <summary>The end of the last bar of the block, in ticks.</summary>
    public long LastEnd { get; private set; }

    /// <summary>Takes a whole block, whose checksum and length have been found right.</summary>
    public void Take(byte[] block)
    {
        _block = block;
        _next = 0;
        _count = BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(BarBlock.CountAt));
        _timeUnit = Number(BarBlock.TimeUnitAt);
        _priceUnit = Number(BarBlock.PriceUnitAt);
        FirstStart = Number(BarBlock.FirstStartAt);
        LastEnd = Number(BarBlock.LastEndAt);
        _previousEnd = FirstStart;
        _previousClose = Number(BarBlock.FirstOpenAt);
    }

    /// <summary>Decodes the next bars of the block, or tells that they are no bars: not well formed, or out of order.</summary>
    public bool TryDecode(Span<Bar> destination, out int count)
    {
        count = 0;
        // One array for all columns, a stride apart, so that the loop over bars keeps one address; and one for all readers
        // of a thread, so that those of many symbols find it in the processor's cache.
        var columns = ArrayPool<long>.Shared.Rent(BarBlock.Columns * Stride);
        try
        {
            while (count < destination.Length && Remaining > 0)
            {
                var some = destination.Slice(count, Math.Min(Math.Min(Stride, Remaining), destination.Length - count));
                Unpack(columns, some.Length);
                if (!TryAssemble(columns, some)) return false;
                count += some.Length;
                _next += some.Length;
            }
        }
        finally
        {
            ArrayPool<long>.Shared.Return(columns);
        }
        return Remaining > 0 || _previousEnd == LastEnd;
    }

    private void Unpack(Span<long> columns, int count)
    {
        var at = BarBlock.HeaderSize;
        for (var c = 0; c < BarBlock.Columns; c++)
        {
            var width = _block[BarBlock.WidthsAt + c];
            Unpack(_block.AsSpan(at + (_next * width), count * width), width, Number(BarBlock.LeastAt + (c * 8)), columns.Slice(c * Stride, count));
            at += _count * width;
        }
    }

    private static void Unpack(ReadOnlySpan<byte> from, int width, long least, Span<long> to)
    {
        switch (width)
        {
            case 0:
                to.Fill(least);
                break;
            case 1:
                for (var i = 0; i < to.Length; i++) to[i] = least + from[i];
                break;
            case 2:
                for (var i = 0; i < to.Length; i++) to[i] = least + BinaryPrimitives.ReadUInt16LittleEndian(from.Slice(i * 2, 2));
                break;
            case 4:
                for (var i = 0; i < to.Length; i++) to[i] = least + BinaryPrimitives.ReadUInt32LittleEndian(from.Slice(i * 4, 4));
                break;
            default:
                for (var i = 0; i < to.Length; i++) to[i] = unchecked(least + BinaryPrimitives.ReadInt64LittleEndian(from.Slice(i * 8, 8)));
                break;
        }
    }

    /// <summary>Sums the differences up to times and prices. A negative sign in <c>wrong</c> tells a bar that cannot be.</summary>
    private bool TryAssemble(Span<long> columns, Span<Bar> to)
    {
        long end = _previousEnd, close = _previousClose, timeUnit = _timeUnit, priceUnit = _priceUnit, wrong = 0;
        unchecked
        {
            for (var i = 0; i < to.Length; i++)
            {
                var start = end + (columns[(BarBlock.Gap * Stride) + i] * timeUnit);
                wrong |= start - end;
                end = start + (columns[(BarBlock.Span * Stride) + i] * timeUnit);
                if ((ulong)start > MaxTicks || (ulong)end > MaxTicks) return false;
                var open = close + (columns[(BarBlock.Open * Stride) + i] * priceUnit);
                // The body's ends without a branch: whether a bar rises or falls cannot be predicted.
                var body = columns[(BarBlock.Close * Stride) + i] * priceUnit;
                var falls = body >> 63;
                var top = open + (body & ~falls);
                var bottom = open + (body & falls);
                close = open + body;
                var high = top + (columns[(BarBlock.High * Stride) + i] * priceUnit);
                var low = bottom - (columns[(BarBlock.Low * Stride) + i] * priceUnit);
                var volume = columns[(BarBlock.Volume * Stride) + i];
                wrong |= (end - start - 1) | (high - top) | (bottom - low) | (low - 1) | open | close | high | volume;
                to[i] = new Bar(
                    UtcTime.OfTicks(start),
                    UtcTime.OfTicks(end),
                    Price.FromUnits(open),
                    Price.FromUnits(high),
                    Price.FromUnits(low),
                    Price.FromUnits(close),
                    volume);
            }
        }
        _previousEnd = end;
        _previousClose = close;
        return wrong >= 0;
    }

    private long Number(int at) => BinaryPrimitives.ReadInt64LittleEndian(_block.AsSpan(at));
}
