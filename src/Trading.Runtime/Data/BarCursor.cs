using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Goes once through the bars of all series in the order in which they become known.</summary>
/// <remarks>
/// The order is by <see cref="Bar.End"/>, and at one moment by the series' place in <see cref="HistoricalData.Series"/>,
/// which is by symbol (ordinal), then period. Memory is flat in the number of bars: some 80 KB a series. A single series
/// is passed through with no merging. Not for several threads at once.
/// </remarks>
public sealed class BarCursor : IDisposable
{
    // Each series holds a block of bars: a big one saves calls, and of many series small ones stay in the processor's cache.
    private const int MostOfBlock = 256;
    private const int FewestOfBlock = 64;
    private const int BarsOfAllBlocks = 1 << 14;
    private const long Ended = long.MaxValue;

    private readonly Lane[] _lanes;
    private readonly long[] _heads;
    private Bar[] _block = [];
    private int _at = -1;
    private int _count;
    private int _lane = -1;
    private long _now = long.MinValue;

    internal BarCursor(ImmutableArray<IBarSource> sources)
    {
        _lanes = new Lane[sources.Length];
        _heads = new long[sources.Length];
        try
        {
            var size = Math.Clamp(BarsOfAllBlocks / Math.Max(sources.Length, 1), FewestOfBlock, MostOfBlock);
            for (var i = 0; i < _lanes.Length; i++) _lanes[i] = new Lane(sources[i].OpenReader(), new Bar[size]);
            if (_lanes.Length == 1) _lane = 0;
            else for (var i = 0; i < _lanes.Length; i++) _heads[i] = _lanes[i].NextEnd();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The bar the cursor stands on. The reference holds until the next <see cref="MoveNext"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">The cursor stands ahead of the first bar.</exception>
    public ref readonly Bar Current => ref _block[_at];

    /// <summary>The place in <see cref="HistoricalData.Series"/> of the series that the bar belongs to.</summary>
    public int SymbolIndex => _lane;

    /// <summary>Goes to the next bar, or tells that there is none.</summary>
    /// <exception cref="BarFileException">A file of bars is damaged.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (_lanes.Length == 1 && ++_at < _count) return true;
        return MoveOn();
    }

    public void Dispose()
    {
        foreach (var lane in _lanes) lane?.Reader.Dispose();
    }

    private bool MoveOn()
    {
        if (_lanes.Length == 1) return Refill();
        if (_lane >= 0) _heads[_lane] = _lanes[_lane].NextEnd();

        // Bars of one moment follow each other in the order of the series; only then the next moment is looked for. With
        // symbols that trade in step this costs a comparison a bar, and vectors keep it cheap for those that do not.
        var next = _lane + 1;
        if (next == _heads.Length || _heads[next] != _now)
        {
            _now = Least(_heads);
            if (_now == Ended) return Stop();
            next = _heads.AsSpan().IndexOf(_now);
        }
        _lane = next;
        _block = _lanes[next].Block;
        _at = _lanes[next].At;
        return true;
    }

    private bool Refill()
    {
        var lane = _lanes[0];
        if (lane.Reader is SeriesSource.Reader { IsAtStart: true } inMemory)
        {
            _block = inMemory.TakeAll();
            _count = _block.Length;
        }
        else
        {
            _block = lane.Block;
            _count = lane.Reader.Read(_block);
        }
        _at = 0;
        return _count > 0 || Stop();
    }

    private bool Stop()
    {
        _at = _block.Length;
        _count = 0;
        _now = long.MinValue;
        _lane = _lanes.Length == 1 ? 0 : -1;
        return false;
    }

    private static long Least(ReadOnlySpan<long> values)
    {
        var least = Ended;
        if (values.Length >= Vector<long>.Count)
        {
            var vectors = MemoryMarshal.Cast<long, Vector<long>>(values);
            var lows = vectors[0];
            foreach (var vector in vectors[1..]) lows = Vector.Min(lows, vector);
            for (var i = 0; i < Vector<long>.Count; i++) least = Math.Min(least, lows[i]);
            values = values[(vectors.Length * Vector<long>.Count)..];
        }
        foreach (var value in values) least = Math.Min(least, value);
        return least;
    }

    private sealed class Lane(IBarReader reader, Bar[] block)
    {
        private int _count;

        public IBarReader Reader { get; } = reader;
        public Bar[] Block { get; } = block;
        public int At { get; private set; } = -1;

        /// <summary>Steps to the lane's next bar and tells when it ends, or <see cref="Ended"/>.</summary>
        public long NextEnd()
        {
            if (++At >= _count)
            {
                At = 0;
                _count = Reader.Read(Block);
                if (_count == 0) return Ended;
            }
            return Block[At].End.UtcTicks;
        }
    }
}
