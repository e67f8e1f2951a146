using Trading.Lifecycles;
using Trading.Messages;
using Trading.Runtime.Journals;
using static Trading.Runtime.Tests.Journals.JournalDesk;

namespace Trading.Runtime.Tests.Journals;

public sealed class FullDiskTests : IDisposable
{
    private const int Small = 512;
    private const int Large = 32 * 1024;

    private readonly SmallDisk _disk = SmallDisk.Mount(Small);

    private string JournalPath => _disk["desk.db"];

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_disk_that_is_full_stops_the_journal_and_everything_acknowledged_is_there_when_there_is_room_again()
    {
        var acknowledged = await FillAsync();

        _disk.Resize(Large);
        using var again = SqliteJournalFile.Open(JournalPath);
        Assert.Empty(Trading.Runtime.Journals.Journal.Verify(again));
        await using var journal = Journal(again, new JournalOptions());
        var found = new HashSet<MessageId>();
        while (await journal.TakeAsync(LifecycleRouting.Name) is { Length: > 0 } entries) found.UnionWith(entries.Select(entry => entry.Message.Id));
        Assert.Superset(acknowledged, found);
        await journal.SayAsync(Signal(1_000_000));
        Assert.Single(await journal.TakeAsync(LifecycleRouting.Name));
    }

    [Fact]
    public async Task A_start_on_a_disk_that_is_still_full_says_so_and_changes_nothing()
    {
        var acknowledged = await FillAsync();

        var refused = await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            using var full = SqliteJournalFile.Open(JournalPath);
            var journal = Journal(full);
            for (var i = 0; i < 10_000; i++) await journal.SayAsync(Signal(2_000_000 + i));
        });

        Assert.Contains("There is no room left", refused.Message, StringComparison.Ordinal);
        _disk.Resize(Large);
        using var again = SqliteJournalFile.Open(JournalPath);
        Assert.True(Journal(again).Sequence >= acknowledged.Count);
    }

    /// <summary>Says signals, many at a time, until the disk takes no more.</summary>
    /// <returns>Those that were acknowledged.</returns>
    private async Task<HashSet<MessageId>> FillAsync()
    {
        var acknowledged = new HashSet<MessageId>();
        using (var file = SqliteJournalFile.Open(JournalPath))
        {
            await using var journal = Journal(file, new JournalOptions());
            JournalStoppedException? stopped = null;
            for (var i = 0; stopped is null; i++)
            {
                Assert.True(i < 10_000, "the disk is never full");
                var signals = Enumerable.Range(20 * i, 20).Select(number => Signal(number)).ToArray();
                var saying = signals.Select(signal => journal.SayAsync(signal)).ToArray();
                for (var n = 0; n < saying.Length; n++)
                {
                    try
                    {
                        await saying[n];
                        acknowledged.Add(signals[n].Id);
                    }
                    catch (JournalStoppedException fault)
                    {
                        stopped = fault;
                    }
                }
            }
            Assert.Equal(JournalFileFault.DiskFull, Assert.IsType<JournalFileException>(stopped.InnerException).Fault);
            Assert.Contains("Make room and start again", stopped.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<JournalStoppedException>(() => journal.SayAsync(Signal(-1)));
        }
        Assert.NotEmpty(acknowledged);
        return acknowledged;
    }
}
