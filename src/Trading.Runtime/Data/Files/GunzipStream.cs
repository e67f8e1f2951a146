using System.IO.Compression;

namespace Trading.Runtime.Data;

/// <summary>Unpacks a gzip file of one or more members (RFC 1952), and tells one that was cut short.</summary>
/// <remarks>
/// The framework's stream takes the end of its input for the end of the data, so that half a download reads as half the
/// prices, in silence. Here a member with a mark is put after the file: it comes out last only if the file is whole.
/// </remarks>
internal sealed class GunzipStream : Stream
{
    private static readonly byte[] Mark = "the file is whole"u8.ToArray();
    private static readonly byte[] PackedMark = Pack(Mark);

    private readonly GZipStream _unpacked;
    private readonly byte[] _buffer = new byte[1 << 14];
    private int _start;
    private int _end;
    private bool _ended;

    public GunzipStream(Stream file) => _unpacked = new GZipStream(new FollowedStream(file, PackedMark), CompressionMode.Decompress);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The file is damaged or cut short.</exception>
    public override int Read(Span<byte> buffer)
    {
        // What may yet turn out to be the mark is held back.
        while (!_ended && _end - _start <= Mark.Length) Fill();
        if (_ended && !_buffer.AsSpan(_start, _end - _start).EndsWith(Mark))
            throw new InvalidDataException("the gzip file is cut short, or has something after its end");
        var count = Math.Min(buffer.Length, _end - _start - Mark.Length);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _unpacked.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = _unpacked.Read(_buffer.AsSpan(_end));
        _ended = count == 0;
        _end += count;
    }

    private static byte[] Pack(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
