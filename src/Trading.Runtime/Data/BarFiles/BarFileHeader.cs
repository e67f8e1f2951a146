using System.Buffers.Binary;
using System.Text;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>The first 72 bytes of a <c>.bars</c> file; all numbers are little-endian.</summary>
/// <remarks>
/// <code>
///  0  magic, 8 bytes: 89 'B' 'A' 'R' 'S' 0D 0A 1A, so that a transfer as text shows
///  8  version, u16: 1
/// 10  length of this header, u16: 72
/// 12  period in minutes, i32 (1440 is a day)
/// 16  length of the symbol, u8, and the symbol in ASCII, 15 bytes padded with zeros
/// 32  number of bars, i64
/// 40  start of the first bar, and 48 end of the last one, i64: ticks of 100 ns since 0001-01-01 UTC; 0 with no bars
/// 56  length of the file in bytes, i64
/// 64  most bars a block may have, i32
/// 68  CRC-32C of bytes 0 to 67, u32
/// </code>
/// </remarks>
internal sealed record BarFileHeader(Symbol Symbol, BarPeriod Period, long Count, long FirstStart, long LastEnd, long FileLength)
{
    public const int Size = 72;
    public const ushort Version = 1;
    private const int ChecksumAt = 68;

    private static ReadOnlySpan<byte> Magic => [0x89, (byte)'B', (byte)'A', (byte)'R', (byte)'S', 0x0D, 0x0A, 0x1A];

    public BarSeriesInfo Info => new(
        Symbol,
        Period,
        Count,
        Count == 0 ? null : new DateTimeOffset(FirstStart, TimeSpan.Zero),
        Count == 0 ? null : new DateTimeOffset(LastEnd, TimeSpan.Zero));

    public static bool StartsWithMagic(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    public void Write(Span<byte> to)
    {
        to[..Size].Clear();
        Magic.CopyTo(to);
        BinaryPrimitives.WriteUInt16LittleEndian(to[8..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(to[10..], Size);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], Period.Minutes);
        to[16] = (byte)Encoding.ASCII.GetBytes(Symbol.Value, to[17..32]);
        BinaryPrimitives.WriteInt64LittleEndian(to[32..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(to[40..], FirstStart);
        BinaryPrimitives.WriteInt64LittleEndian(to[48..], LastEnd);
        BinaryPrimitives.WriteInt64LittleEndian(to[56..], FileLength);
        BinaryPrimitives.WriteInt32LittleEndian(to[64..], BarBlock.MaxBars);
        BinaryPrimitives.WriteUInt32LittleEndian(to[ChecksumAt..], Checksum.Of(to[..ChecksumAt]));
    }

    /// <exception cref="BarFileException">The bytes are no header of this version, or do not fit the length of the file.</exception>
    public static BarFileHeader Read(BarBytes bytes)
    {
        Span<byte> from = stackalloc byte[Size];
        var read = bytes.Read(from, 0);
        if (read < 8 || !StartsWithMagic(from)) throw Bad(bytes, "this is no .bars file: it does not begin with the mark of one");
        if (read < Size) throw Bad(bytes, $"the file is cut short: its header has {Size} bytes, the file {read}");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(from[8..]);
        if (version != Version)
            throw Bad(bytes, $"the file has version {version}, and this program reads version {Version}: write the file again from its source");
        if (BinaryPrimitives.ReadUInt32LittleEndian(from[ChecksumAt..]) != Checksum.Of(from[..ChecksumAt]))
            throw Bad(bytes, "the header is damaged (its checksum does not match): write the file again from its source");

        var fileLength = BinaryPrimitives.ReadInt64LittleEndian(from[56..]);
        if (fileLength != bytes.Length)
            throw Bad(bytes, $"the file should have {fileLength} bytes and has {bytes.Length}: write the file again from its source");
        var count = BinaryPrimitives.ReadInt64LittleEndian(from[32..]);
        var first = BinaryPrimitives.ReadInt64LittleEndian(from[40..]);
        var last = BinaryPrimitives.ReadInt64LittleEndian(from[48..]);
        if (count < 0 || first < 0 || last < first || last > DateTime.MaxValue.Ticks
            || !TryReadPeriod(BinaryPrimitives.ReadInt32LittleEndian(from[12..]), out var period)
            || from[16] > 15 || !Symbol.TryParse(Encoding.ASCII.GetString(from.Slice(17, from[16])), out var symbol))
        {
            throw Bad(bytes, "the header holds a symbol, period, count or time that cannot be: write the file again from its source");
        }
        return new BarFileHeader(symbol, period, count, first, last, fileLength);
    }

    private static bool TryReadPeriod(int minutes, out BarPeriod period)
    {
        period = minutes == BarPeriod.Day.Minutes ? BarPeriod.Day : minutes is >= 1 and <= 390 ? BarPeriod.OfMinutes(minutes) : default;
        return period != default;
    }

    private static BarFileException Bad(BarBytes bytes, string message) => new(bytes.Name, 0, message);
}
