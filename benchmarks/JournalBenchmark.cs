using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Trading.Agents;
using Trading.Lifecycles;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Benchmarks;

/// <summary>The journal: durable steps a second against SQLite alone, open trades in memory, and recovery.</summary>
internal static class JournalBenchmark
{
    private const int Batch = 256;
    private const int Batches = 80;
    private const int OpenTrades = 100_000;
    private const int RecoveredRows = 1_000_000;

    private static readonly DateTimeOffset Now = new(2026, 8, 21, 13, 30, 0, TimeSpan.Zero);
    private static readonly Scope Owner = new("paper", "trend", "AAPL");
    private static readonly ImmutableArray<(string, ImmutableArray<EventPattern>)> Inboxes = [(LifecycleRouting.Name, LifecycleRouting.Hears)];

    /// <summary>Durable steps, each a signal said, in transactions of the same size with the same settings.</summary>
    public static IEnumerable<Row> Run()
    {
        var folder = Directory.CreateTempSubdirectory("trading-journal-").FullName;
        try
        {
            var (ours, raw, bare) = (0.0, 0.0, 0.0);
            for (var round = 0; round < 5; round++)
            {
                ours = Math.Max(ours, Journalled(Path.Combine(folder, $"{round}.db"), out var rows));
                raw = Math.Max(raw, Raw(Path.Combine(folder, $"{round}raw.db"), rows));
                bare = Math.Max(bare, Bare(Path.Combine(folder, $"{round}bare.db"), rows));
            }
            yield return Row.Against($"journal, durable steps, {Batch} a transaction", ours, "/s", "Microsoft.Data.Sqlite alone, same rows", raw).RatioAtLeast(0.8);
            yield return Row.Against("the same", ours, "/s", "SQLite's own interface alone, same rows", bare);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        yield return Row.AtMost($"{OpenTrades:N0} open trades with their orders", Megabytes(), "MiB", 256);
    }

    /// <summary>A million rows, recovered as a desk that was killed recovers them, and from the rows alone.</summary>
    public static IEnumerable<Row> Recovery()
    {
        var folder = Directory.CreateTempSubdirectory("trading-journal-").FullName;
        try
        {
            var path = Path.Combine(folder, "desk.db");
            Prepare(path);
            var started = Stopwatch.GetTimestamp();
            using (var file = SqliteJournalFile.Open(path)) _ = Open(file, new JournalledLifecycles(TradeSettings.Default));
            yield return Row.AtMost($"recovery of {RecoveredRows:N0} rows, from the newest snapshot", Stopwatch.GetElapsedTime(started).TotalSeconds, "s", 5);
            started = Stopwatch.GetTimestamp();
            using (var file = SqliteJournalFile.OpenToRead(path)) _ = Open(new WholeJournalFile(file), new JournalledLifecycles(TradeSettings.Default), new JournalOptions { Writing = JournalWriting.WhenTold, RowsBetweenSnapshots = int.MaxValue });
            yield return Row.Info("the same from the first row, every lifecycle told again", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As a desk runs it: the journal's own task writes, and what is committed meanwhile goes into the next transaction.</summary>
    private static double Journalled(string path, out List<JournalRow> rows)
    {
        using var file = SqliteJournalFile.Open(path);
        var journal = Open(file, new JournalledLifecycles(TradeSettings.Default), new JournalOptions { MostRowsAtOnce = Batch });
        var steps = Enumerable.Range(0, Batch * Batches).Select(i => new Step { Agent = "strategy", Time = Now, Said = [Signal(i)] }).ToArray();
        var started = Stopwatch.GetTimestamp();
        // Two transactions' worth is under way at the most.
        var waiting = new Task[2 * Batch];
        for (var i = 0; i < steps.Length; i++)
        {
            if (i >= waiting.Length && i % Batch == 0) Task.WaitAll(waiting.AsSpan(i % waiting.Length, Batch));
            waiting[i % waiting.Length] = journal.CommitAsync(steps[i], CancellationToken.None).AsTask();
        }
        Task.WaitAll(waiting);
        var perSecond = steps.Length / Stopwatch.GetElapsedTime(started).TotalSeconds;
        rows = [.. file.Read(1)];
        journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return perSecond;
    }

    /// <summary>The same rows in the same table, with the same client, settings and transactions, each text and blob at hand.</summary>
    private static double Raw(string path, List<JournalRow> rows)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var setup = connection.CreateCommand();
        setup.CommandText = """
            PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
            CREATE TABLE step (
                sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, inbox TEXT NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL,
                message_id TEXT NOT NULL, entry TEXT NOT NULL, handled BLOB NOT NULL, passed BLOB NOT NULL, writes BLOB NOT NULL,
                said BLOB NOT NULL, error TEXT NOT NULL, checksum INTEGER NOT NULL);
            """;
        setup.ExecuteNonQuery();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO step VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        for (var i = 0; i <= 12; i++) insert.Parameters.Add(new SqliteParameter($"${i}", null));
        insert.Prepare();
        var started = Stopwatch.GetTimestamp();
        foreach (var batch in rows.Chunk(Batch))
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var row in batch)
            {
                var values = insert.Parameters;
                values[0].Value = row.Sequence;
                values[1].Value = row.Time.UtcTicks;
                values[2].Value = row.Inbox;
                values[3].Value = row.Event;
                values[4].Value = row.Subject;
                values[5].Value = row.MessageId;
                values[6].Value = row.Entry;
                values[7].Value = row.Handled;
                values[8].Value = row.Passed;
                values[9].Value = row.Writes;
                values[10].Value = row.Said;
                values[11].Value = row.Error;
                values[12].Value = unchecked((long)row.Checksum);
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        return rows.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The same rows put into the file by SQLite's own interface, as the journal puts them, from one thread that does nothing else.</summary>
    private static double Bare(string path, List<JournalRow> rows)
    {
        using var file = SqliteJournalFile.Open(path);
        var started = Stopwatch.GetTimestamp();
        foreach (var batch in rows.Chunk(Batch)) file.Append(batch);
        return rows.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static double Megabytes()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var lifecycles = new JournalledLifecycles(TradeSettings.Default);
        var outbox = new Outbox(lifecycles.Name);
        var queue = new Queue<Message>();
        for (var i = 0; i < OpenTrades; i++)
        {
            queue.Enqueue(Signal(i));
            var trade = TradeOf(Signal(i));
            queue.Enqueue(Signal(i).Cause(EventNames.TradeApproved, "risk", Now, trade.Value, Owner, new TradeApproved(trade, 100, Now.AddMinutes(1))));
            OrderId entry = new(trade, OrderRole.Entry, 1), stop = new(trade, OrderRole.Stop, 1);
            var fill = new Fill($"X{i}-1", OrderSide.Buy, 100, Price.Parse("100"), 0, Now);
            Work(queue, lifecycles, outbox);
            queue.Enqueue(Signal(i).Cause(EventNames.OrderFilled, "orders", Now, entry.Value, Owner, new OrderFilled(entry, fill, 100)));
            queue.Enqueue(Signal(i).Cause(EventNames.OrderAccepted, "orders", Now, stop.Value, Owner, new OrderAccepted(stop, $"X{i}s")));
            Work(queue, lifecycles, outbox);
        }
        if (lifecycles.Trades.Count(trade => trade.State == TradeState.Open) != OpenTrades) throw new InvalidOperationException("Not all trades are open.");
        // The changes that a snapshot would take are the trades themselves and not copies of them.
        lifecycles.TakeChanges();
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(lifecycles);
        return used / 1048576.0;
    }

    private static void Work(Queue<Message> queue, JournalledLifecycles lifecycles, Outbox outbox)
    {
        while (queue.TryDequeue(out var message))
        {
            outbox.Begin(message, Now);
            var handling = lifecycles.HandleAsync(message, outbox, CancellationToken.None);
            if (!handling.IsCompletedSuccessfully) throw new UnreachableException();
            lifecycles.OnCommitted(new Step { Agent = lifecycles.Name, Time = Now });
            foreach (var said in outbox.Messages)
                if (LifecycleRouting.Hears.Any(pattern => pattern.Matches(said.Name))) queue.Enqueue(said);
        }
    }

    /// <summary>Four rows a trade: a signal said, and handled; a denial said, and handled.</summary>
    private static void Prepare(string path)
    {
        using var file = SqliteJournalFile.Open(path);
        var lifecycles = new JournalledLifecycles(TradeSettings.Default);
        var journal = Open(file, lifecycles);
        var outbox = new Outbox(lifecycles.Name);
        for (var i = 0; i < RecoveredRows / 4; i++)
        {
            var signal = Signal(i);
            foreach (var message in (Message[])[signal, signal.Cause(EventNames.TradeDenied, "risk", Now, TradeOf(signal).Value, Owner, new TradeDenied(TradeOf(signal), DenialCode.OpenTrades, "a benchmark"))])
            {
                _ = journal.CommitAsync(new Step { Agent = message.Source, Time = Now, Said = [message] }, CancellationToken.None).AsTask();
                outbox.Begin(message, Now);
                var handling = lifecycles.HandleAsync(message, outbox, CancellationToken.None);
                if (!handling.IsCompletedSuccessfully) throw new UnreachableException();
                _ = journal.CommitAsync(new Step { Agent = lifecycles.Name, Time = Now, Handled = new InboxEntry(lifecycles.Name, "", message, 1), Said = [.. outbox.Messages] }, CancellationToken.None).AsTask();
            }
            if (i % 1000 == 999)
                while (journal.WritePending()) continue;
        }
        while (journal.WritePending()) continue;
    }

    private static Journal Open(IJournalFile file, JournalledLifecycles lifecycles, JournalOptions? options = null) =>
        Journal.Open(file, options ?? new JournalOptions { Writing = JournalWriting.WhenTold }, TimeProvider.System, Inboxes, lifecycles);

    private static TradeId TradeOf(Message signal) => LifecycleRouting.TargetOf(signal)!.Value.Trade!.Value;

    private static Message Signal(int number) => Message.First(
        MessageId.From("signal", number), EventNames.EntrySignaled, "strategy", Now, "AAPL", Owner, new EntrySignaled(new TradePlan
        {
            Direction = TradeDirection.Long,
            ReferencePrice = Price.Parse("100"),
            SignaledAt = Now,
            StopPrice = Price.Parse("95"),
            Reason = "EMA 20 crossed above EMA 50",
        }));
}
