using Trading.Lifecycles;
using Trading.Runtime.Journals;
using Trading.Runtime.Tests.Data;
using static Trading.Runtime.Tests.Journals.JournalDesk;

namespace Trading.Runtime.Tests.Journals;

public sealed class SqliteJournalFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string JournalPath => _folder["desk.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_process_is_gone()
    {
        using (var file = SqliteJournalFile.Open(JournalPath))
        {
            // Not disposed: a process that is killed closes nothing.
            var journal = Journal(file, new JournalOptions());
            await Task.WhenAll(Enumerable.Range(1, 50).Select(i => journal.SayAsync(Signal(i))));
        }

        using var again = SqliteJournalFile.Open(JournalPath);
        await using var recovered = Journal(again, new JournalOptions());
        Assert.Equal(50, (await recovered.TakeAsync(LifecycleRouting.Name)).Length);
        Assert.Equal((50L, 50L), (recovered.Sequence, recovered.Recovered));
    }

    [Fact]
    public async Task A_journal_that_was_closed_recovers_from_its_snapshot()
    {
        var lifecycles = new JournalledLifecycles(Trades.TradeSettings.Default);
        using (var file = SqliteJournalFile.Open(JournalPath))
        {
            await using var journal = Journal(file, new JournalOptions(), lifecycles);
            await journal.SayAsync(Signal(1), Signal(2));
            await journal.RunAsync(lifecycles);
        }

        var after = new JournalledLifecycles(Trades.TradeSettings.Default);
        using var again = SqliteJournalFile.Open(JournalPath);
        await using var recovered = Journal(again, new JournalOptions(), after);
        Assert.Equal((0L, 2), (recovered.Recovered, after.LiveTrades));
        Assert.Equal(2, (await recovered.TakeAsync("risk")).Length);
        Assert.Empty(Trading.Runtime.Journals.Journal.Verify(again));
    }

    [Fact]
    public void Only_one_process_at_a_time_writes_a_journal()
    {
        using var first = SqliteJournalFile.Open(JournalPath);

        var second = Assert.Throws<JournalFileException>(() => SqliteJournalFile.Open(JournalPath));

        Assert.Equal(JournalFileFault.InUse, second.Fault);
        Assert.Contains(JournalPath, second.Message, StringComparison.Ordinal);
        using var reader = SqliteJournalFile.OpenToRead(JournalPath);
        Assert.Empty(reader.Read(1));
    }

    [Fact]
    public async Task A_file_that_may_not_grow_stops_the_journal_and_keeps_what_was_acknowledged()
    {
        var acknowledged = 0;
        using (var file = SqliteJournalFile.Open(JournalPath, mostPages: 40))
        {
            var journal = Journal(file);
            var stopped = await Assert.ThrowsAsync<JournalStoppedException>(async () =>
            {
                for (; acknowledged < 10_000; acknowledged++) await journal.SayAsync(Signal(acknowledged));
            });
            Assert.Equal(JournalFileFault.DiskFull, Assert.IsType<JournalFileException>(stopped.InnerException).Fault);
            Assert.Contains("Make room", stopped.Message, StringComparison.Ordinal);
        }
        Assert.InRange(acknowledged, 1, 9_999);

        using var again = SqliteJournalFile.Open(JournalPath);
        Assert.Equal(acknowledged, Journal(again).Sequence);
    }

    [Fact]
    public async Task A_write_that_was_torn_anywhere_leaves_whole_transactions_and_what_was_acknowledged_before_it()
    {
        using var file = SqliteJournalFile.Open(JournalPath);
        var journal = Journal(file); // not disposed, as if the power went
        var (log, ends) = (JournalPath + "-wal", new List<long>());
        for (var i = 0; i < 12; i++)
        {
            await journal.SayAsync(Signal(3 * i), Signal((3 * i) + 1), Signal((3 * i) + 2));
            ends.Add(new FileInfo(log).Length);
        }
        var (main, written) = (ReadShared(JournalPath), ReadShared(log));

        for (var cut = 0; cut <= written.Length; cut += 997)
        {
            using var torn = new TempFolder();
            File.WriteAllBytes(torn["desk.db"], main);
            File.WriteAllBytes(torn["desk.db-wal"], written[..cut]);
            using var again = SqliteJournalFile.Open(torn["desk.db"]);
            var recovered = Journal(again);
            Assert.Equal(ends.Count(end => end <= cut), recovered.Sequence);
            Assert.Equal(3 * recovered.Sequence, recovered.WaitingIn(LifecycleRouting.Name));
        }
    }

    [Fact]
    public async Task A_page_that_was_overwritten_is_found_at_the_start()
    {
        using (var file = SqliteJournalFile.Open(JournalPath))
        {
            await using var journal = Journal(file);
            for (var i = 0; i < 100; i++) await journal.SayAsync(Signal(i));
        }
        using (var bytes = new FileStream(JournalPath, FileMode.Open, FileAccess.Write))
        {
            bytes.Position = bytes.Length / 2 / 4096 * 4096;
            bytes.Write(new byte[4096]);
        }

        var damaged = Assert.Throws<JournalFileException>(() => SqliteJournalFile.Open(JournalPath));
        Assert.Equal(JournalFileFault.Damaged, damaged.Fault);
        Assert.Contains("restore a copy", damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_changed_inside_a_row_is_found_by_its_checksum()
    {
        using (var file = SqliteJournalFile.Open(JournalPath)) await Journal(file).SayAsync(Signal(1));
        var text = File.ReadAllBytes(JournalPath);
        var at = text.AsSpan().LastIndexOf("a test"u8);
        Assert.True(at > 0);
        text[at] = (byte)'b';
        File.WriteAllBytes(JournalPath, text);

        using var again = SqliteJournalFile.Open(JournalPath);
        Assert.StartsWith("Row 1 is not as it was written.", Assert.Throws<JournalFileException>(() => Journal(again)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_newer_program_is_refused()
    {
        SqliteJournalFile.Open(JournalPath).Dispose();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={JournalPath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            command.ExecuteNonQuery();
        }

        Assert.Equal(JournalFileFault.TooNew, Assert.Throws<JournalFileException>(() => SqliteJournalFile.Open(JournalPath)).Fault);
    }

    [Fact]
    public void A_file_that_is_no_journal_is_refused()
    {
        _folder.Write("desk.db", "this is a text of some length, and it is no journal at all, so nobody should trade on it");

        Assert.Equal(JournalFileFault.Damaged, Assert.Throws<JournalFileException>(() => SqliteJournalFile.Open(JournalPath)).Fault);
    }

    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
