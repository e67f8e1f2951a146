using System.Buffers.Binary;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Reads a <c>.bars</c> file a block at a time, in memory that does not grow with the file.</summary>
/// <remarks>
/// Every block is proved by its checksum, its place in the file and the order of its times before a bar of it is given
/// out, so that a damaged or cut file ends in a <see cref="BarFileException"/> and never in wrong bars. Not for several
/// threads at once; a file may have any number of readers.
/// </remarks>
public sealed class BarFileReader : IBarReader
{
    private readonly BarBytes _bytes;
    private readonly BarFileHeader _header;
    private readonly BlockDecoder _decoder = new();
    private byte[] _block = [];
    private long _offset = BarFileHeader.Size;
    private long _ordinal;
    private long _blockOffset;
    private long _lastEnd;

    internal BarFileReader(BarBytes bytes)
    {
        _bytes = bytes;
        try
        {
            _header = BarFileHeader.Read(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <exception cref="BarFileException">The file cannot be opened, or is no whole <c>.bars</c> file of this version.</exception>
    public static BarFileReader Open(string path) => new(BarBytes.OfFile(path));

    public BarSeriesInfo Info => _header.Info;

    /// <inheritdoc/>
    public int Read(Span<Bar> destination)
    {
        var count = 0;
        while (count < destination.Length)
        {
            if (_decoder.Remaining == 0 && !LoadBlock()) break;
            if (!_decoder.TryDecode(destination[count..], out var some))
                throw Damaged("the block holds bars that cannot be");
            count += some;
        }
        return count;
    }

    public void Dispose() => _bytes.Dispose();

    private bool LoadBlock()
    {
        _blockOffset = _offset;
        if (_ordinal == _header.Count)
        {
            if (_offset != _header.FileLength) throw Damaged("there are bytes after the last block");
            if (_lastEnd != _header.LastEnd) throw Damaged("the last block does not end where the header says");
            return false;
        }

        var count = ReadBlock();
        _decoder.Take(_block);
        if (_ordinal == 0 ? _decoder.FirstStart != _header.FirstStart : _decoder.FirstStart < _lastEnd)
            throw Damaged("the block does not start where the one before it ends");
        _lastEnd = _decoder.LastEnd;
        _ordinal += count;
        return true;
    }

    private int ReadBlock()
    {
        Span<byte> header = stackalloc byte[BarBlock.HeaderSize];
        if (_bytes.Read(header, _offset) < header.Length) throw Damaged("the file ends within the header of a block");
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[BarBlock.LengthAt..]);
        var count = BinaryPrimitives.ReadInt32LittleEndian(header[BarBlock.CountAt..]);
        if (count is < 1 or > BarBlock.MaxBars || length != LengthOf(header, count)) throw Damaged("the header of the block is damaged");
        if (_block.Length < length) _block = new byte[length];
        if (_bytes.Read(_block.AsSpan(0, length), _offset) < length) throw Damaged("the file ends within a block");
        if (BinaryPrimitives.ReadUInt32LittleEndian(_block) != Checksum.Of(_block.AsSpan(4, length - 4)))
            throw Damaged("the checksum of the block does not match");
        if (BinaryPrimitives.ReadInt64LittleEndian(_block.AsSpan(BarBlock.OrdinalAt)) != _ordinal || _ordinal + count > _header.Count)
            throw Damaged("the block is not the one that belongs here");
        _offset += length;
        return count;
    }

    private static int LengthOf(ReadOnlySpan<byte> header, int count)
    {
        var length = BarBlock.HeaderSize;
        foreach (var width in header.Slice(BarBlock.WidthsAt, BarBlock.Columns))
        {
            if (width is not (0 or 1 or 2 or 4 or 8)) return -1;
            length += width * count;
        }
        return length;
    }

    private BarFileException Damaged(string what) =>
        new(_bytes.Name, _blockOffset, $"{what}: the file is damaged; delete it and write it again from its source");
}
