using System.IO.Hashing;

namespace Trading.Runtime.Data;

/// <summary>Reads an entry of a ZIP archive, and at its end compares length and CRC-32 (ISO 3309) with what the archive says.</summary>
/// <remarks>The framework unpacks without comparing, so that a damaged archive would give other digits, and so other prices.</remarks>
internal sealed class ProvenStream(Stream inner, long length, uint crc) : Stream
{
    private readonly Crc32 _crc = new();
    private long _read;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => length;
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _read += count;
        _crc.Append(buffer[..count]);
        if (count == 0 && buffer.Length > 0 && (_read != length || _crc.GetCurrentHashAsUInt32() != crc))
            throw new InvalidDataException("the entry is damaged: its checksum does not match");
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
