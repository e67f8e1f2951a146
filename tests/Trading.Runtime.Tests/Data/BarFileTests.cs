using System.Buffers.Binary;
using System.Collections.Immutable;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>What is written to a .bars file is read back, or refused.</summary>
public sealed class BarFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_bars_are_read_back_whatever_the_size_of_the_reads() => Gen.Select(GenBars.Upto(300), Gen.Int[1, 400]).Sample(
        (bars, block) =>
        {
            using var reader = new BarFileReader(BarBytes.OfMemory(Image(bars), "image"));
            return reader.Info == new BarSeriesInfo(
                    "BRK.B", BarPeriod.Hour, bars.Length, bars.IsEmpty ? null : bars[0].Start, bars.IsEmpty ? null : bars[^1].End)
                && reader.Bars(block).SequenceEqual(bars);
        },
        iter: 500);

    [Fact]
    public void Bars_of_many_blocks_are_read_back_from_disk()
    {
        var source = SyntheticBars.Contiguous("X", 1, (3 * BarBlock.MaxBars) + 17, DateTimeOffset.UnixEpoch, Price.Parse("100"));
        using (var writer = BarFileWriter.Create(_folder["x.bars"], "X", BarPeriod.Minute))
        {
            writer.Write(source.Bars().ToArray());
            Assert.False(File.Exists(_folder["x.bars"]));
            writer.Complete();
        }
        Assert.Equal(["x.bars"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        using var reader = BarFileReader.Open(_folder["x.bars"]);
        Assert.Equal(source.Info, reader.Info);
        Assert.Equal(source.Bars(), reader.Bars(777));
        Assert.InRange(new FileInfo(_folder["x.bars"]).Length / (double)source.Info.Count!, 1, 12);
    }

    [Fact]
    public void A_file_that_is_not_completed_leaves_nothing_and_spares_what_was_there()
    {
        _folder.Write("x.bars", "before");
        using (var writer = BarFileWriter.Create(_folder["x.bars"], "X", BarPeriod.Minute)) writer.Write(SomeBars(10)[0]);
        Assert.Equal(["x.bars"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
        Assert.Equal("before", File.ReadAllText(_folder["x.bars"]));
    }

    [Fact]
    public void A_file_that_cannot_take_its_name_leaves_nothing()
    {
        Directory.CreateDirectory(_folder["x.bars"]);
        using (var writer = BarFileWriter.Create(_folder["x.bars"], "X", BarPeriod.Minute)) Assert.ThrowsAny<Exception>(writer.Complete);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Bars_that_are_not_well_formed_or_overlap_are_not_written()
    {
        var bars = SomeBars(2);
        using var writer = BarFileWriter.Create(_folder["x.bars"], "X", BarPeriod.Minute);
        Assert.Throws<ArgumentException>(() => writer.Write(bars[0] with { High = Price.Zero }));
        writer.Write(bars[1]);
        Assert.Throws<ArgumentException>(() => writer.Write(bars[0]));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_by_name()
    {
        _folder.Write("x.bars", "date,open,high,low,close\n");
        var refused = Assert.Throws<BarFileException>(() => BarFileReader.Open(_folder["x.bars"]));
        Assert.Equal($"{_folder["x.bars"]}, at byte 0: this is no .bars file: it does not begin with the mark of one", refused.Message);
        Assert.Contains("cannot be opened", Assert.Throws<BarFileException>(() => BarFileReader.Open(_folder["nowhere.bars"])).Message);
    }

    [Fact]
    public void A_file_of_another_version_is_refused()
    {
        var image = Image(SomeBars(3));
        image[8] = 2;
        Assert.Contains("the file has version 2, and this program reads version 1", Assert.Throws<BarFileException>(() => Read(image)).Message);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var image = Image(SomeBars(5000));
        for (var length = 0; length < 400; length++) Assert.Throws<BarFileException>(() => Read(image[..length]));
        Gen.Int[0, image.Length - 1].Sample(length => Assert.Throws<BarFileException>(() => Read(image[..length])), iter: 200);
        Assert.Throws<BarFileException>(() => Read([.. image, 0]));
    }

    [Fact]
    public void A_file_cut_while_it_is_read_is_refused_at_its_block()
    {
        var bars = SomeBars(5000);
        var image = Image(bars);
        using var reader = new BarFileReader(new Cut(image, image.Length - 10));
        var read = new Bar[BarBlock.MaxBars];
        Assert.Equal(BarBlock.MaxBars, reader.Read(read));
        Assert.Equal(BarBlock.MaxBars, reader.Read(read));
        var refused = Assert.Throws<BarFileException>(() => reader.Read(read));
        Assert.Contains("the file ends within a block: the file is damaged; delete it and write it again from its source", refused.Message);
        Assert.InRange(refused.Offset, BarFileHeader.Size + 1, image.Length - 1);
    }

    [Fact]
    public void A_file_with_any_bit_turned_is_refused()
    {
        var bars = SomeBars(5000);
        var image = Image(bars);
        Gen.Select(Gen.Int[0, image.Length - 1], Gen.Int[0, 7]).Sample(
            (place, bit) =>
            {
                var damaged = (byte[])image.Clone();
                damaged[place] ^= (byte)(1 << bit);
                Assert.Throws<BarFileException>(() => Read(damaged));
            },
            iter: 500);
        for (var place = 0; place < BarFileHeader.Size + BarBlock.HeaderSize; place++)
        {
            var damaged = (byte[])image.Clone();
            damaged[place] ^= 0x55;
            Assert.Throws<BarFileException>(() => Read(damaged));
        }
    }

    [Fact]
    public void Blocks_in_another_order_are_refused()
    {
        var image = Image(SomeBars(3 * BarBlock.MaxBars));
        var first = BlockAt(image, BarFileHeader.Size);
        var second = BlockAt(image, BarFileHeader.Size + first.Length);
        byte[] turned = [.. image[..BarFileHeader.Size], .. second, .. first, .. image[(BarFileHeader.Size + first.Length + second.Length)..]];
        Assert.Contains("not the one that belongs here", Assert.Throws<BarFileException>(() => Read(turned)).Message);
    }

    [Fact]
    public void Whatever_a_block_holds_under_a_right_checksum_bars_are_well_formed_or_refused()
    {
        var image = Image(SomeBars(50));
        Gen.Select(Gen.Int[BarFileHeader.Size + 8, image.Length - 8], Gen.OneOf(Gen.Long, Gen.Long[-2, 2], Gen.Const(long.MinValue))).Array[1, 6].Sample(
            changes =>
            {
                try
                {
                    Forge(image, changes);
                }
                catch (BarFileException)
                {
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void Prices_that_run_over_under_a_right_checksum_make_no_bars()
    {
        var image = Image(SomeBars(50));
        int[] fields = [BarBlock.PriceUnitAt, BarBlock.FirstOpenAt, .. Enumerable.Range(BarBlock.Open, 4).Select(column => BarBlock.LeastAt + (column * 8))];
        var extreme = Gen.Select(Gen.OneOf(Gen.Const(long.MaxValue), Gen.Const(long.MinValue), Gen.Const(1L << 62), Gen.Const(-1L)), Gen.Long[-1_000_000, 1_000_000])
            .Select((number, aside) => unchecked(number + aside));
        Gen.Select(Gen.Int[0, fields.Length - 1], extreme).Array[1, 4].Sample(
            changes =>
            {
                try
                {
                    Forge(image, [.. changes.Select(change => (BarFileHeader.Size + fields[change.Item1], change.Item2))]);
                }
                catch (BarFileException)
                {
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void Bars_that_overlap_under_right_checksums_are_refused()
    {
        // Each bar begins a minute before the one ahead of it ends, and lasts two, so that all ends are as they were.
        var image = Image(SomeBars(50));
        var least = BarFileHeader.Size + BarBlock.LeastAt;
        Assert.Throws<BarFileException>(() => Forge(image, [(least + (BarBlock.Gap * 8), -1), (least + (BarBlock.Span * 8), 2)]));
    }

    [Fact]
    public void Any_bytes_are_refused() => Gen.Byte.Array[0, 600].Sample(
        bytes =>
        {
            Assert.Throws<BarFileException>(() => Read(bytes));
            // And with a right beginning.
            var image = Image(SomeBars(3));
            bytes.AsSpan(0, Math.Min(bytes.Length, image.Length - 8)).CopyTo(image.AsSpan(8));
            if (bytes.Length > 0 && !bytes.AsSpan(0, 1).SequenceEqual([(byte)1])) Assert.Throws<BarFileException>(() => Read(image));
        },
        iter: 2000);

    [Fact]
    public void A_checksum_is_CRC_32C() => Assert.Equal(0xE3069283, Checksum.Of("123456789"u8));

    private static ImmutableArray<Bar> SomeBars(int count) =>
        [.. SyntheticBars.Contiguous("X", 5, count, DateTimeOffset.UnixEpoch, Price.Parse("100")).Bars()];

    private static byte[] Image(ImmutableArray<Bar> bars)
    {
        var stream = new MemoryStream();
        using var writer = new BarFileWriter(stream, "BRK.B", BarPeriod.Hour, new BlockEncoder());
        writer.Write(bars.AsSpan());
        writer.Complete();
        return stream.ToArray();
    }

    private static List<Bar> Read(byte[] image)
    {
        using var reader = new BarFileReader(BarBytes.OfMemory(image, "image"));
        return reader.Bars();
    }

    /// <summary>Reads an image of one block after changes to it, with a checksum that is right again.</summary>
    private static void Forge(byte[] image, (int Place, long Value)[] changes)
    {
        var forged = (byte[])image.Clone();
        foreach (var (place, value) in changes) BinaryPrimitives.WriteInt64LittleEndian(forged.AsSpan(place), value);
        var block = forged.AsSpan(BarFileHeader.Size);
        BinaryPrimitives.WriteUInt32LittleEndian(block, Checksum.Of(block[4..]));
        // The constructor refuses bars that are not well formed or not in order.
        Assert.Equal(50, new BarSeries("X", BarPeriod.Minute, [.. Read(forged)]).Bars.Length);
    }

    private static byte[] BlockAt(byte[] image, int offset) =>
        image[offset..(offset + BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(offset + BarBlock.LengthAt)))];

    /// <summary>Bytes that are fewer than they say, as of a file that another program cuts.</summary>
    private sealed class Cut(byte[] bytes, int length) : BarBytes
    {
        public override string Name => "cut";
        public override long Length => bytes.Length;

        public override int Read(Span<byte> destination, long offset)
        {
            var count = (int)Math.Clamp(length - offset, 0, destination.Length);
            bytes.AsSpan((int)Math.Min(offset, length), count).CopyTo(destination);
            return count;
        }

        public override void Dispose()
        {
        }
    }
}
