using Trading.Runtime.Desks;
using Trading.Runtime.Journals;
using Trading.Runtime.Tests.Journals;

namespace Trading.Cli.Tests.Desks;

public sealed class FullDiskTests : IDisposable
{
    private readonly Desk _desk = new();
    private readonly SmallDisk _disk = SmallDisk.Mount(2048);

    public void Dispose()
    {
        _disk.Dispose();
        _desk.Dispose();
    }

    [Fact]
    public async Task A_desk_whose_disk_is_full_stops_with_the_reason_and_goes_on_when_there_is_room()
    {
        var folder = new DeskFolder(_disk["desk"]);

        var full = await _desk.RunAsync(Run(folder, "max"));

        Assert.Equal(ExitCode.Failed, full.Code);
        Assert.Contains("There is no room left", full.Error, StringComparison.Ordinal);
        _disk.Resize(64 * 1024);
        using (var file = SqliteJournalFile.OpenToRead(folder.Journal)) Assert.Empty(Journal.Verify(file));
        using var again = new DeskProcess(Run(folder, "60"));
        var view = await again.WaitUntilReconciledAsync(folder, TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.True(view is { State: "Active", DeadLetters: 0 }, $"{view}\n{again.Said}");
    }

    private static string[] Run(DeskFolder folder, string speed) =>
        ["run", "--speed", speed, "--desk", folder.Path, "--strategy", "trend-following", "--set", "fast=3", "--set", "slow=8"];
}
