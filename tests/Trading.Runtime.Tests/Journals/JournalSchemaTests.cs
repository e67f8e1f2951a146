using Microsoft.Data.Sqlite;
using Trading.Runtime.Journals;
using Trading.Runtime.Tests.Data;

namespace Trading.Runtime.Tests.Journals;

/// <summary>A journal's file of an older version is brought up to date, with all that is in it.</summary>
public sealed class JournalSchemaTests : IDisposable
{
    private const string Next = "ALTER TABLE step ADD COLUMN account TEXT NOT NULL DEFAULT 'paper'; CREATE TABLE note (text TEXT);";
    private const string Broken = "CREATE TABLE half (one INTEGER); INSERT INTO nowhere VALUES (1);";

    private readonly TempFolder _folder = new();

    private string Path => _folder["desk.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_of_an_older_version_are_there_in_the_newer_one()
    {
        await WriteAsync();
        using var connection = Connect();

        JournalSchema.Migrate(connection, Path, JournalSchema.Steps.Add(Next));
        JournalSchema.Migrate(connection, Path, JournalSchema.Steps.Add(Next));

        Assert.Equal((JournalSchema.Steps.Length + 1L, 2L), (Ask(connection, "PRAGMA user_version"), Ask(connection, "SELECT count(*) FROM step WHERE account = 'paper'")));
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_file_as_it_was_and_desks_go_on_with_it()
    {
        await WriteAsync();
        using (var connection = Connect())
        {
            Assert.Throws<SqliteException>(() => JournalSchema.Migrate(connection, Path, JournalSchema.Steps.Add(Broken)));
            Assert.Equal((JournalSchema.Steps.Length, 0L), (Ask(connection, "PRAGMA user_version"), Ask(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'")));
        }
        using var file = SqliteJournalFile.OpenToRead(Path);
        Assert.Empty(Journal.Verify(file));
    }

    [Fact]
    public async Task A_file_of_an_older_version_is_not_read_before_a_desk_has_brought_it_up_to_date()
    {
        await WriteAsync();
        using (var connection = Connect()) Ask(connection, "PRAGMA user_version=0; SELECT 1");

        Assert.Equal(JournalFileFault.Unusable, Assert.Throws<JournalFileException>(() => SqliteJournalFile.OpenToRead(Path)).Fault);
    }

    private async Task WriteAsync()
    {
        using var file = SqliteJournalFile.Open(Path);
        await using var journal = JournalDesk.Journal(file);
        await journal.SayAsync(JournalDesk.Signal(1));
        await journal.SayAsync(JournalDesk.Signal(2));
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    private static long Ask(SqliteConnection connection, string question)
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        return (long)command.ExecuteScalar()!;
    }
}
