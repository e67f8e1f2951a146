using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Writes the bars of one symbol and period to a <c>.bars</c> file, all of it or nothing.</summary>
/// <remarks>
/// The bars go to a temporary file beside the target, which takes the target's name in <see cref="Complete"/>; without
/// that call <see cref="Dispose"/> removes it, and a file that stood there before is untouched. Memory does not grow with
/// the number of bars.
/// </remarks>
public sealed class BarFileWriter : IDisposable
{
    private readonly Symbol _symbol;
    private readonly BarPeriod _period;
    private readonly Stream _stream;
    private readonly string? _path;
    private readonly string? _temporary;
    private readonly BlockEncoder _encoder;
    private Bar[] _pending = new Bar[64];
    private int _pendingCount;
    private long _count;
    private long _firstStart;
    private long _lastEnd;
    private bool _completed;

    internal BarFileWriter(Stream stream, Symbol symbol, BarPeriod period, BlockEncoder encoder)
    {
        (_stream, _symbol, _period, _encoder) = (stream, symbol, period, encoder);
        WriteHeader();
    }

    private BarFileWriter(string path, FileStream temporary, Symbol symbol, BarPeriod period)
        : this(temporary, symbol, period, new BlockEncoder()) => (_path, _temporary) = (path, temporary.Name);

    /// <exception cref="IOException">The folder is not there or full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static BarFileWriter Create(string path, Symbol symbol, BarPeriod period)
    {
        var temporary = new FileStream($"{path}.{Path.GetRandomFileName()}.tmp", FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            return new BarFileWriter(path, temporary, symbol, period);
        }
        catch
        {
            temporary.Dispose();
            File.Delete(temporary.Name);
            throw;
        }
    }

    /// <summary>How many bars have been written.</summary>
    public long Count => _count + _pendingCount;

    /// <exception cref="ArgumentException">A bar is not well formed, or starts before the one ahead of it ends.</exception>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Write(ReadOnlySpan<Bar> bars)
    {
        foreach (ref readonly var bar in bars) Write(in bar);
    }

    /// <inheritdoc cref="Write(ReadOnlySpan{Bar})"/>
    public void Write(in Bar bar)
    {
        if (!bar.IsWellFormed) throw new ArgumentException($"{_symbol}: the bar is not well formed: {bar}", nameof(bar));
        if (bar.Start.UtcTicks < _lastEnd)
            throw new ArgumentException($"{_symbol}: the bar at {bar.Start:u} starts before the one ahead of it ends.", nameof(bar));
        if (Count == 0) _firstStart = bar.Start.UtcTicks;
        _lastEnd = bar.End.UtcTicks;
        if (_pendingCount == _pending.Length) Array.Resize(ref _pending, Math.Min(_pending.Length * 2, BarBlock.MaxBars));
        _pending[_pendingCount++] = bar;
        if (_pendingCount == BarBlock.MaxBars) WriteBlock();
    }

    /// <summary>Writes what is left and the header, and gives the file its name.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Complete()
    {
        if (_pendingCount > 0) WriteBlock();
        _stream.Position = 0;
        WriteHeader();
        if (_path is not null)
        {
            ((FileStream)_stream).Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_temporary!, _path, overwrite: true);
        }
        _completed = true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (!_completed && _temporary is not null) File.Delete(_temporary);
    }

    private void WriteBlock()
    {
        _stream.Write(_encoder.Encode(_pending.AsSpan(0, _pendingCount), _count));
        _count += _pendingCount;
        _pendingCount = 0;
    }

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[BarFileHeader.Size];
        new BarFileHeader(_symbol, _period, _count, _firstStart, _lastEnd, _stream.Length).Write(header);
        _stream.Write(header);
    }
}
