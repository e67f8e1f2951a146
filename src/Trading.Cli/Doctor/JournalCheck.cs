using Trading.Runtime.Findings;
using Trading.Runtime.Journals;

namespace Trading.Cli.Doctor;

/// <summary>Looks at the journal: whether it is there, can be read while a desk may write it, and is whole.</summary>
internal static class JournalCheck
{
    private const string Check = "journal";

    public static Finding Run(string? path)
    {
        if (path is null) return new(Check, Health.Off, "none named", "name it with --journal FILE");
        if (!File.Exists(path)) return new(Check, Health.Warning, $"{path} is not there yet", "the desk makes it when it first runs; check the path if it has run");
        try
        {
            using var journal = SqliteJournalFile.OpenToRead(path);
            return journal.Check() is [var problem, ..]
                ? new(Check, Health.Bad, $"{path} is damaged: {problem}", "keep the file, and restore a copy; nothing is traded on a damaged journal")
                : new(Check, Health.Good, $"{path} is whole, {new FileInfo(path).Length / 1024} KiB");
        }
        catch (JournalFileException fault)
        {
            return new(Check, Health.Bad, fault.Message, fault.Fault switch
            {
                JournalFileFault.Damaged => "keep the file, and restore a copy; nothing is traded on a damaged journal",
                JournalFileFault.TooNew => "use the newer version of the program",
                _ => "check the path, and that this user may read the file",
            });
        }
    }
}
