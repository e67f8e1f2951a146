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
    private const int Batches = 24;
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
            var (ours, raw) = (0.0, 0.0);
            for (var round = 0; round < 3; round++)
            {
                ours = Math.Max(ours, Journalled(Path.Combine(folder, $"{round}.db"), out var rows));
                raw = Math.Max(raw, Raw(Path.Combine(folder, $"{round}raw.db"), rows));
            }
            yield return Row.Against($"journal, durable steps, {Batch} a transaction", ours, "/s", "SQLite alone, same rows", raw).RatioAtLeast(0.8);
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
            using (var file = SqliteJournalFile.OpenToRead(path)) _ = Open(new WholeJournalFile(file), new JournalledLifecycles(TradeSettings.Default), int.MaxValue);
            yield return Row.Info("the same from the first row, every lifecycle told again", Stopwatch.GetElapsedTime(started).TotalSeconds, "s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Journalled(string path, out List<JournalRow> rows)
    {
        using var file = SqliteJournalFile.Open(path);
        var journal = Open(file, new JournalledLifecycles(TradeSettings.Default));
        var steps = Enumerable.Range(0, Batch * Batches).Select(i => new Step { Agent = "strategy", Time = Now, Said = [Signal(i)] }).ToArray();
        var started = Stopwatch.GetTimestamp();
        var waiting = new Task[Batch];
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var i = 0; i < Batch; i++) waiting[i] = journal.CommitAsync(steps[(batch * Batch) + i], CancellationToken.None).AsTask();
            while (journal.WritePending()) continue;
            Task.WaitAll(waiting);
        }
        var perSecond = steps.Length / Stopwatch.GetElapsedTime(started).TotalSeconds;
        rows = [.. file.Read(1)];
        return perSecond;
    }

    private static double Raw(string path, List<JournalRow> rows)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var setup = connection.CreateCommand();
        setup.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE step (sequence INTEGER PRIMARY KEY, time INTEGER, inbox TEXT, said BLOB, checksum INTEGER)";
        setup.ExecuteNonQuery();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO step VALUES ($0, $1, $2, $3, $4)";
        for (var i = 0; i < 5; i++) insert.Parameters.Add(new SqliteParameter($"${i}", null));
        var started = Stopwatch.GetTimestamp();
        foreach (var batch in rows.Chunk(Batch))
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var row in batch)
            {
                insert.Parameters[0].Value = row.Sequence;
                insert.Parameters[1].Value = row.Time.UtcTicks;
                insert.Parameters[2].Value = row.Inbox;
                insert.Parameters[3].Value = row.Said;
                insert.Parameters[4].Value = unchecked((long)row.Checksum);
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
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

    private static Journal Open(IJournalFile file, JournalledLifecycles lifecycles, int rowsBetweenSnapshots = 50_000) =>
        Journal.Open(file, new JournalOptions { Writing = JournalWriting.WhenTold, RowsBetweenSnapshots = rowsBetweenSnapshots }, TimeProvider.System, Inboxes, lifecycles);

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
