using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Trading.Runtime.Journals;

/// <summary>The tables of a journal's file, and how an older file is brought up to date. A step is never changed once released.</summary>
internal static class JournalSchema
{
    /// <summary>Step n makes version n + 1 of version n.</summary>
    internal static readonly ImmutableArray<string> Steps =
    [
        """
        CREATE TABLE step (
            sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, inbox TEXT NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL,
            message_id TEXT NOT NULL, entry TEXT NOT NULL, handled BLOB NOT NULL, passed BLOB NOT NULL, writes BLOB NOT NULL,
            said BLOB NOT NULL, error TEXT NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE item (kind TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
        CREATE TABLE snapshot (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, checksum INTEGER NOT NULL);
        """,
    ];

    public static void Migrate(SqliteConnection connection, string path) => Migrate(connection, path, Steps);

    /// <summary>Each step is a transaction of its own: one that fails leaves the file as the step before it made it.</summary>
    internal static void Migrate(SqliteConnection connection, string path, ImmutableArray<string> steps)
    {
        for (var version = VersionOf(connection, path, steps.Length); version < steps.Length; version++)
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"{steps[version]}\nPRAGMA user_version={version + 1};");
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <exception cref="JournalFileException">The file has another version and is only to be read.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        if (VersionOf(connection, path, Steps.Length) is var version && version < Steps.Length)
            throw new JournalFileException(JournalFileFault.Unusable, $"{path} is of version {version} of the journal and this program reads {Steps.Length}; start the desk on it once, which brings it up to date.");
    }

    private static int VersionOf(SqliteConnection connection, string path, int newest)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return version <= newest
            ? version
            : throw new JournalFileException(JournalFileFault.TooNew, $"{path} was written by a newer program: its journal is of version {version} and this one knows {newest}. Use the newer program.");
    }
}
