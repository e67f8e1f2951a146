using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Trading.Runtime.Journals;

/// <summary>The statement that puts a row into the journal, prepared once and bound by SQLite's own interface.</summary>
/// <remarks>
/// Binding through a command looks each parameter up by its name and makes a reader for each row, which costs as much as SQLite's own
/// work: https://www.sqlite.org/c3ref/bind_blob.html. For one thread.
/// </remarks>
internal sealed class SqliteRowInsert : IDisposable
{
    private const string Text = "INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private const int OnStack = 512;

    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;

    /// <exception cref="SqliteException">There is no such table.</exception>
    public SqliteRowInsert(SqliteConnection connection)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection.Handle, Text, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <exception cref="SqliteException">The disk did not take them; the transaction is the caller's to roll back.</exception>
    public void Run(IReadOnlyList<JournalRow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            Bind(rows[i]);
            var done = raw.sqlite3_step(_statement);
            // What went wrong is told by the connection until the next call.
            if (done != raw.SQLITE_DONE) Throw(done);
            raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(JournalRow row)
    {
        Check(raw.sqlite3_bind_int64(_statement, 1, row.Sequence));
        Check(raw.sqlite3_bind_int64(_statement, 2, row.Time.UtcTicks));
        Bind(3, row.Inbox);
        Bind(4, row.Event);
        Bind(5, row.Subject);
        Bind(6, row.MessageId);
        Bind(7, row.Entry);
        Bind(8, row.Handled);
        Bind(9, row.Passed);
        Bind(10, row.Writes);
        Bind(11, row.Said);
        Bind(12, row.Error);
        Check(raw.sqlite3_bind_int64(_statement, 13, unchecked((long)row.Checksum)));
    }

    private void Bind(int place, string text)
    {
        if (text.Length == 0)
        {
            // A span of nothing has no address, and would be bound as null.
            Check(raw.sqlite3_bind_text(_statement, place, ""));
            return;
        }
        Span<byte> bytes = stackalloc byte[OnStack];
        bytes = Encoding.UTF8.TryGetBytes(text, bytes, out var written) ? bytes[..written] : Encoding.UTF8.GetBytes(text);
        Check(raw.sqlite3_bind_text(_statement, place, bytes));
    }

    private void Bind(int place, byte[] bytes) =>
        Check(bytes.Length == 0 ? raw.sqlite3_bind_zeroblob(_statement, place, 0) : raw.sqlite3_bind_blob(_statement, place, bytes.AsSpan()));

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) Throw(result);
    }

    private void Throw(int result)
    {
        var told = new SqliteException($"SQLite Error {result}: '{raw.sqlite3_errmsg(_connection.Handle).utf8_to_string()}'.", result & 0xFF, result);
        raw.sqlite3_reset(_statement);
        throw told;
    }
}
