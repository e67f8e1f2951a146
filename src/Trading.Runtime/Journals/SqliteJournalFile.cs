using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Trading.Runtime.Journals;

/// <summary>A journal in a SQLite file: write-ahead log, every transaction synced to the disk, one process at a time.</summary>
/// <remarks>Settings after https://www.sqlite.org/wal.html and https://www.sqlite.org/pragma.html#pragma_synchronous.</remarks>
public sealed class SqliteJournalFile : IJournalFile
{
    /// <summary>A file larger than this is not read through when it is opened; <c>trading journal verify</c> does that.</summary>
    public const long LargestCheckedAtStart = 256L << 20;

    private const int BusyMilliseconds = 5000;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly FileStream? _claim;
    private readonly SqliteRowInsert? _insert;
    private JournalMark? _snapshot;

    private SqliteJournalFile(string path, SqliteConnection connection, FileStream? claim)
    {
        (_path, _connection, _claim) = (path, connection, claim);
        _insert = claim is null ? null : new SqliteRowInsert(connection);
        _snapshot = ReadMark();
    }

    public JournalMark? Snapshot => _snapshot;

    /// <summary>Opens a journal to go on writing it, or begins one.</summary>
    /// <param name="mostPages">The most pages the file may have, for tests of a disk that is full; zero for no bound.</param>
    /// <exception cref="JournalFileException">Another process has it, it is damaged, too new, or cannot be opened.</exception>
    public static SqliteJournalFile Open(string path, int mostPages = 0)
    {
        FileStream? claim = null;
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            claim = Claim(path);
            connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
            Execute(connection, "PRAGMA journal_mode=WAL");
            Execute(connection, "PRAGMA synchronous=FULL");
            JournalSchema.Migrate(connection, path);
            if (mostPages > 0) Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count={mostPages}"));
            if (new FileInfo(path).Length <= LargestCheckedAtStart && Checked(connection, "PRAGMA quick_check(1)") is [var problem, ..])
                throw new JournalFileException(JournalFileFault.Damaged, $"{path} is damaged: {problem}. Nothing is traded on a damaged journal: keep the file and restore a copy.");
            return new SqliteJournalFile(path, connection, claim);
        }
        catch (Exception fault) when (fault is SqliteException or JournalFileException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            claim?.Dispose();
            throw fault as JournalFileException ?? Fault(path, "opened", fault);
        }
    }

    /// <summary>Opens a journal to read it; a desk may go on writing it meanwhile.</summary>
    /// <exception cref="JournalFileException">It is not there, damaged, too new, or cannot be opened.</exception>
    public static SqliteJournalFile OpenToRead(string path)
    {
        if (!File.Exists(path)) throw new JournalFileException(JournalFileFault.Unusable, $"There is no journal {path}.");
        SqliteConnection? connection = null;
        try
        {
            connection = Connect(path, SqliteOpenMode.ReadOnly);
            JournalSchema.Check(connection, path);
            return new SqliteJournalFile(path, connection, null);
        }
        catch (Exception fault) when (fault is SqliteException or JournalFileException)
        {
            connection?.Dispose();
            throw fault as JournalFileException ?? Fault(path, "opened", fault);
        }
    }

    public void Append(IReadOnlyList<JournalRow> rows) => Transact("written", _ => _insert!.Run(rows));

    public IEnumerable<JournalRow> Read(long from)
    {
        using var connection = Reader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sequence, time, inbox, event, subject, message_id, entry, handled, passed, writes, said, error, checksum FROM step WHERE sequence >= $from ORDER BY sequence";
        command.Parameters.AddWithValue("$from", from);
        using var rows = Guarded(command.ExecuteReader);
        while (Guarded(rows.Read))
            yield return Guarded(() => new JournalRow
            {
                Sequence = rows.GetInt64(0),
                Time = new DateTimeOffset(rows.GetInt64(1), TimeSpan.Zero),
                Inbox = rows.GetString(2),
                Event = rows.GetString(3),
                Subject = rows.GetString(4),
                MessageId = rows.GetString(5),
                Entry = rows.GetString(6),
                Handled = Bytes(rows, 7),
                Passed = Bytes(rows, 8),
                Writes = Bytes(rows, 9),
                Said = Bytes(rows, 10),
                Error = rows.GetString(11),
                Checksum = unchecked((ulong)rows.GetInt64(12)),
            });
    }

    public void WriteSnapshot(JournalMark mark, IReadOnlyCollection<SnapshotItem> changes)
    {
        Transact("written", transaction =>
        {
            using var put = Command(transaction, "INSERT INTO item (kind, key, value) VALUES ($kind, $key, $value) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value");
            using var remove = Command(transaction, "DELETE FROM item WHERE kind = $kind AND key = $key");
            foreach (var (kind, key, value) in changes)
            {
                var command = value is null ? remove : put;
                command.Parameters.Clear();
                command.Parameters.AddWithValue("$kind", kind);
                command.Parameters.AddWithValue("$key", key);
                if (value is not null) command.Parameters.AddWithValue("$value", value);
                command.ExecuteNonQuery();
            }
            using var marked = Command(transaction, "INSERT INTO snapshot (one, sequence, checksum) VALUES (1, $sequence, $checksum) ON CONFLICT (one) DO UPDATE SET sequence = excluded.sequence, checksum = excluded.checksum");
            marked.Parameters.AddWithValue("$sequence", mark.Sequence);
            marked.Parameters.AddWithValue("$checksum", unchecked((long)mark.Checksum));
            marked.ExecuteNonQuery();
        });
        _snapshot = mark;
    }

    public byte[]? Find(string kind, string key)
    {
        using var connection = Reader();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT value FROM item WHERE kind = $kind AND key = $key";
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$key", key);
        return Guarded(command.ExecuteScalar) as byte[];
    }

    public IEnumerable<SnapshotItem> Items(string kind, string keyPrefix = "")
    {
        using var connection = Reader();
        using var command = connection.CreateCommand();
        // Keys are ASCII, so nothing that begins with the prefix sorts behind it and DEL.
        command.CommandText = "SELECT key, value FROM item WHERE kind = $kind AND key >= $from AND key < $to ORDER BY key";
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$from", keyPrefix);
        command.Parameters.AddWithValue("$to", keyPrefix + '\x7f');
        using var rows = Guarded(command.ExecuteReader);
        while (Guarded(rows.Read)) yield return Guarded(() => new SnapshotItem(kind, rows.GetString(0), Bytes(rows, 1)));
    }

    public IReadOnlyList<string> Check()
    {
        try
        {
            return Checked(_connection, "PRAGMA integrity_check");
        }
        catch (SqliteException fault)
        {
            return [Fault(_path, "read", fault).Message];
        }
    }

    public void Dispose()
    {
        _insert?.Dispose();
        // The last connection that closes brings the log into the file, so those that were kept for reading go first.
        using (var reader = new SqliteConnection(Name(_path, SqliteOpenMode.ReadOnly))) SqliteConnection.ClearPool(reader);
        _connection.Dispose();
        _claim?.Dispose();
    }

    private void Transact(string doing, Action<SqliteTransaction> act)
    {
        try
        {
            using var transaction = _connection.BeginTransaction();
            act(transaction);
            transaction.Commit();
        }
        catch (SqliteException fault)
        {
            throw Fault(_path, doing, fault);
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is SqliteException or InvalidCastException or ArgumentOutOfRangeException)
        {
            throw fault is SqliteException ? Fault(_path, "read", fault)
                : new JournalFileException(JournalFileFault.Damaged, $"{_path} is damaged: a row does not hold what it should. Keep the file and restore a copy.", fault);
        }
    }

    private JournalMark? ReadMark()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT sequence, checksum FROM snapshot";
        using var row = Guarded(command.ExecuteReader);
        return Guarded(row.Read) ? new JournalMark(row.GetInt64(0), unchecked((ulong)row.GetInt64(1))) : null;
    }

    private SqliteConnection Reader()
    {
        try
        {
            return Connect(_path, SqliteOpenMode.ReadOnly);
        }
        catch (SqliteException fault)
        {
            throw Fault(_path, "opened", fault);
        }
    }

    private SqliteCommand Command(SqliteTransaction transaction, string text)
    {
        var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        return command;
    }

    private static FileStream Claim(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (taken is not (DirectoryNotFoundException or FileNotFoundException))
        {
            throw new JournalFileException(JournalFileFault.InUse, $"Another process has the journal {path} open. One desk at a time may write it: stop that one, or name another journal.", taken);
        }
    }

    private static string Name(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = mode == SqliteOpenMode.ReadOnly }.ToString();

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(Name(path, mode));
        connection.Open();
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={BusyMilliseconds}"));
        return connection;
    }

    private static List<string> Checked(SqliteConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        using var rows = command.ExecuteReader();
        var problems = new List<string>();
        while (rows.Read())
            if (rows.GetString(0) is var line && line != "ok") problems.Add(line);
        return problems;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static byte[] Bytes(SqliteDataReader rows, int column) => rows.GetFieldValue<byte[]>(column);

    /// <summary>Result codes: https://www.sqlite.org/rescode.html.</summary>
    private static JournalFileException Fault(string path, string doing, Exception fault) => (fault as SqliteException)?.SqliteErrorCode switch
    {
        13 => new(JournalFileFault.DiskFull, $"There is no room left for {path}. Make room and start again; what was acknowledged is kept.", fault),
        11 or 26 => new(JournalFileFault.Damaged, $"{path} is damaged: {fault.Message} Nothing is traded on a damaged journal: keep the file and restore a copy.", fault),
        5 or 6 => new(JournalFileFault.InUse, $"{path} is held by another process: {fault.Message}", fault),
        _ => new(JournalFileFault.Unusable, $"{path} cannot be {doing}: {fault.Message}", fault),
    };
}
