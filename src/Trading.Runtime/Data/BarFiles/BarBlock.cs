namespace Trading.Runtime.Data;

/// <summary>The layout of a block of a <c>.bars</c> file: up to 2048 bars, column by column.</summary>
/// <remarks>
/// A column holds a small whole number a bar, as an unsigned offset from the column's least value, in 0, 1, 2, 4 or 8
/// bytes: as few as the block needs. Fixed widths were chosen over variable-length numbers because they decode without
/// branches, several times as fast, for a few bytes a bar more. Each block stands alone, and a block's header is:
/// <code>
///   0  CRC-32C of the rest of the block, u32
///   4  length of the block with this header, i32
///   8  number of bars, i32
///  12  widths of the columns in bytes, 7 x u8, and a zero
///  20  zero, i32
///  24  how many bars of the file come before the block, i64
///  32  unit of the times in ticks, i64
///  40  unit of the prices in hundred-millionths of a dollar, i64
///  48  start of the first bar, and 56 end of the last one, i64 ticks
///  64  open of the first bar, i64 hundred-millionths
///  72  least values of the columns, 7 x i64
/// 128  the columns, each bars x width bytes
/// </code>
/// The columns, in order: start less the end of the bar before (0 for the first); end less start; open less the close of
/// the bar before (0 for the first); high less the higher of open and close; the lower of open and close less low; close
/// less open; volume in shares. Times and prices are in the block's units.
/// </remarks>
internal static class BarBlock
{
    public const int MaxBars = 2048;
    public const int HeaderSize = 128;
    public const int Columns = 7;
    public const int MaxSize = HeaderSize + (MaxBars * Columns * 8);

    public const int Gap = 0, Span = 1, Open = 2, High = 3, Low = 4, Close = 5, Volume = 6;

    public const int LengthAt = 4, CountAt = 8, WidthsAt = 12, OrdinalAt = 24, TimeUnitAt = 32, PriceUnitAt = 40,
        FirstStartAt = 48, LastEndAt = 56, FirstOpenAt = 64, LeastAt = 72;
}
