using System.IO.Compression;
using Trading.Runtime.Data;

namespace Trading.Runtime.Tests.Data;

/// <summary>Files, folders, patterns and archives.</summary>
public sealed class DataFilesTests : IDisposable
{
    private const string Day = "date,open,high,low,close,volume\n2020-01-02,10,12,9.5,11.25,1000\n";
    private const string NextDay = "date,open,high,low,close,volume\n2020-01-03,11.25,13,11,12.5,2000\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_read_with_all_folders_in_it()
    {
        _folder.Write("tech/aapl.csv", Day);
        _folder.Write("tech/deep/msft.csv", Day);
        _folder.Write("ko.csv", Day);
        _folder.Write("README.md", "no data");
        _folder.Write(".hidden.csv", "no data");
        Assert.Equal("AAPL KO MSFT", Symbols(_folder.Open()));
    }

    [Theory]
    [InlineData("*.csv", "KO")]
    [InlineData("tech/*.csv", "AAPL")]
    [InlineData("**/*.csv", "AAPL KO MSFT")]
    [InlineData("tech/**", "AAPL MSFT")]
    [InlineData("t*/*/m?ft.csv", "MSFT")]
    public void A_pattern_means_the_files_that_fit(string pattern, string symbols)
    {
        _folder.Write("tech/aapl.csv", Day);
        _folder.Write("tech/deep/msft.csv", Day);
        _folder.Write("ko.csv", Day);
        Assert.Equal(symbols, Symbols(_folder.Open(pattern)));
    }

    [Fact]
    public void The_files_of_one_symbol_make_one_series()
    {
        _folder.Write("aapl-2020-01-03.csv", NextDay);
        _folder.Write("aapl-2020-01-02.csv", Day);
        var data = _folder.Open();
        Assert.Equal(["2020-01-02 14:30-21:00 10 12 9.5 11.25 1000", "2020-01-03 14:30-21:00 11.25 13 11 12.5 2000"], data.InShort());
        Assert.Equal(2, Assert.Single(data.Series).Count);
    }

    [Fact]
    public void Files_that_contradict_each_other_are_told_with_both_places()
    {
        _folder.Write("aapl-1.csv", Day);
        _folder.Write("aapl-2.csv", Day.Replace("1000", "1001"));
        Assert.Equal(
            "aapl-2.csv:2 AAPL 2020-01-02 is there twice: prices or volume differ from aapl-1.csv:2",
            Assert.Throws<HistoricalDataException>(() => _folder.Open()).Message);
    }

    [Fact]
    public void Problems_of_all_files_are_told_at_once()
    {
        _folder.Write("a.csv", Day + "x\n");
        _folder.Write("deep/b.csv", Day.Replace("12", "8"));
        var refused = Assert.Throws<HistoricalDataException>(() => _folder.Open());
        Assert.Equal(["a.csv:3", "deep/b.csv:2:3"], refused.Problems.Select(problem => problem.ToString().Split(' ')[0]));
    }

    [Fact]
    public void A_gzip_file_is_unpacked_whatever_its_name()
    {
        _folder.Write("aapl.csv.gz", TempFolder.Gzip(Day));
        _folder.Write("msft.csv", TempFolder.Gzip(Day));
        Assert.Equal("AAPL MSFT", Symbols(_folder.Open()));
    }

    [Fact]
    public void Gzip_files_that_were_joined_are_read_to_the_end()
    {
        _folder.Write("aapl.csv.gz", [.. TempFolder.Gzip(Day), .. TempFolder.Gzip("2020-01-03,11.25,13,11,12.5,2000\n")]);
        Assert.Equal(2, _folder.Open().Series[0].Count);
    }

    [Fact]
    public void An_archive_is_read_with_all_its_tables_and_others_are_noted()
    {
        _folder.WriteZip("all.zip", ("AAPL.csv", Day), ("more/MSFT.txt", Day), ("more/picture.png", "?"), ("__MACOSX/AAPL.csv", "?"));
        var data = _folder.Open("all.zip");
        Assert.Equal("AAPL MSFT", Symbols(data));
        Assert.Equal("all.zip/more/picture.png: is left out: its name is that of no table of prices", Assert.Single(data.Notes).ToString());
    }

    [Fact]
    public void Problems_in_an_archive_name_its_entry()
    {
        _folder.WriteZip("all.zip", ("AAPL.csv", Day), ("MSFT.csv", Day.Replace("12,", "8,")));
        Assert.StartsWith("all.zip/MSFT.csv:2:3 high:", Assert.Throws<HistoricalDataException>(() => _folder.Open("all.zip")).Message);
    }

    [Fact]
    public void Texts_beside_tables_are_left_out_and_noted()
    {
        _folder.Write("aapl.csv", Day);
        _folder.Write("LICENSE.txt", "All rights, reserved\nand so on\n");
        var data = _folder.Open();
        Assert.Equal("AAPL", Symbols(data));
        Assert.StartsWith("LICENSE.txt: is left out: the first row is neither", Assert.Single(data.Notes).ToString());
    }

    [Fact]
    public void A_gzip_file_that_was_cut_or_damaged_is_refused()
    {
        var whole = TempFolder.Gzip(ManyRows());
        Gen.Int[3, whole.Length - 1].Sample(length => Unpacking(whole[..length]), iter: 300);
        // Not packed, a file has long stretches in which any bytes may follow.
        var plain = TempFolder.Gzip(ManyRows(), CompressionLevel.NoCompression);
        Gen.Int[3, plain.Length - 1].Sample(length => Unpacking(plain[..length]), iter: 100);
        Unpacking([.. whole, .. "more"u8]);
        Gen.Int[10, whole.Length - 1].Sample(
            place =>
            {
                var damaged = (byte[])whole.Clone();
                damaged[place] ^= 0x10;
                Unpacking(damaged);
            },
            iter: 300);

        static void Unpacking(byte[] bytes) => Assert.Throws<InvalidDataException>(() => new GunzipStream(new MemoryStream(bytes)).CopyTo(Stream.Null));
    }

    [Fact]
    public void A_gzip_file_that_was_cut_at_the_end_of_a_row_is_refused()
    {
        // Found by trying: of a file cut so, every row that comes out is whole.
        var whole = TempFolder.Gzip(ManyRows());
        _folder.Write("aapl.csv.gz", whole[..^8]);
        Assert.StartsWith("aapl.csv.gz cannot be unpacked: ", Assert.Throws<HistoricalDataException>(() => _folder.Open("aapl.csv.gz")).Message);
    }

    [Fact]
    public void A_gzip_file_of_any_size_and_number_of_members_comes_out_whole() =>
        Gen.Byte.Array[0, 200_000].Array[1, 4].Sample(
            members =>
            {
                var packed = new MemoryStream();
                foreach (var member in members)
                    using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(member);
                var unpacked = new MemoryStream();
                new GunzipStream(new MemoryStream(packed.ToArray())).CopyTo(unpacked);
                return unpacked.ToArray().AsSpan().SequenceEqual(members.SelectMany(member => member).ToArray());
            },
            iter: 30);

    [Fact]
    public void An_archive_that_was_cut_or_damaged_is_refused()
    {
        // Stored, not packed: nothing but the checksum can tell that a digit is another.
        using (var archive = new ZipArchive(File.Create(_folder["all.zip"]), ZipArchiveMode.Create))
        using (var stream = archive.CreateEntry("AAPL.csv", CompressionLevel.NoCompression).Open())
            stream.Write(System.Text.Encoding.UTF8.GetBytes(Day));
        var whole = File.ReadAllBytes(_folder["all.zip"]);
        var digit = whole.AsSpan().IndexOf("11.25"u8);
        whole[digit] ^= 1;
        _folder.Write("all.zip", whole);
        Assert.Contains("all.zip/AAPL.csv cannot be unpacked: the entry is damaged", Assert.Throws<HistoricalDataException>(() => _folder.Open("all.zip")).Message);
        _folder.Write("all.zip", whole[..(whole.Length / 2)]);
        Assert.StartsWith("all.zip cannot be unpacked", Assert.Throws<HistoricalDataException>(() => _folder.Open("all.zip")).Message);
    }

    [Theory]
    [InlineData("nowhere.csv", "is not there: no such file or folder")]
    [InlineData("nowhere/*.csv", "cannot be searched: there is no folder")]
    [InlineData("*.zip", "has no data files: none ends in .csv, .tsv, .psv, .txt, .gz, .zip, .bars")]
    [InlineData("bad\0name", "is not there: no such file or folder")]
    public void A_path_without_data_is_told(string path, string message) =>
        Assert.Contains(message, Assert.Throws<HistoricalDataException>(() => _folder.Open(path)).Message);

    [Fact]
    public void A_folder_that_holds_itself_by_a_link_is_read_once()
    {
        _folder.Write("aapl.csv", Day);
        Directory.CreateSymbolicLink(_folder["again"], _folder.Path);
        Assert.Empty(_folder.Open().Notes);
    }

    private static string ManyRows() => Day + string.Concat(Enumerable.Range(3, 2000).Select(i =>
        $"{new DateOnly(2020, 1, 1).AddDays(i):yyyy-MM-dd},10,12,9.5,{11 + (i % 7 * 0.01m)},{i * 7919}\n"));

    private static string Symbols(HistoricalData data) => string.Join(' ', data.Series.Select(series => series.Symbol.Value));
}
