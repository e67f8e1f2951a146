using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents;
using Trading.Lifecycles;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Delivery;
using Trading.Runtime.Journals;
using Trading.Trades;

namespace TradingFunctions.Tests.Lifecycles;

/// <summary>A recorded day told to lifecycles that are journalled in a SQLite file, by a process that dies every so many messages.</summary>
internal sealed class JournalledDay : IDisposable
{
    private const string Outside = "recorder";

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("trading-parity-").FullName, "journal.db");
    private readonly FakeTimeProvider _clock = new();
    private readonly Dictionary<MessageId, InboxEntry> _waiting = [];
    private SqliteJournalFile? _file;
    private Journal _journal = null!;
    private JournalledLifecycles _lifecycles = null!;
    private AgentRunner _runner = null!;

    public IReadOnlyCollection<Trade> Trades { get; private set; } = [];

    public IReadOnlyCollection<Order> Orders { get; private set; } = [];

    /// <summary>Messages that were said in the recording, and not by these lifecycles when their time came.</summary>
    public List<string> Unsaid { get; } = [];

    /// <summary>Rows that were read to recover, over all restarts.</summary>
    public long Recovered { get; private set; }

    /// <param name="life">How many messages a process handles before it dies.</param>
    public static async Task<JournalledDay> PlayAsync(RecordedDay day, int life)
    {
        var played = new JournalledDay();
        var heard = day.Heard.DistinctBy(one => one.Message.Id).ToArray();
        for (var i = 0; i < heard.Length; i++)
        {
            if (i % life == 0) played.Restart();
            await played.HearAsync(heard[i].Message, heard[i].At);
        }
        played.Restart();
        played.Trades = [.. day.Trades.Select(trade => played._lifecycles.Find(trade.Id)).OfType<Trade>()];
        played.Orders = [.. day.Trades.SelectMany(played.OrdersOf)];
        return played;
    }

    public void Dispose()
    {
        _file?.Dispose();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    /// <summary>The process is gone with all it had in memory, and another reads the file.</summary>
    private void Restart()
    {
        _file?.Dispose();
        _waiting.Clear();
        _file = SqliteJournalFile.Open(_path);
        _lifecycles = new JournalledLifecycles(TradeSettings.Default);
        _journal = Journal.Open(
            _file, new JournalOptions { Writing = JournalWriting.AtOnce, RowsBetweenSnapshots = 100 }, _clock, [(LifecycleRouting.Name, LifecycleRouting.Hears)], _lifecycles);
        Recovered += _journal.Recovered;
        _runner = new AgentRunner(_ => _lifecycles.Current(), _journal, _journal, new RedeliveryPolicy(), _clock, NullLogger<AgentRunner>.Instance);
    }

    private async Task HearAsync(Message message, DateTimeOffset at)
    {
        if (at > _clock.GetUtcNow()) _clock.SetUtcNow(at);
        if (message.Data is TradeWoken or OrderWoken)
            await _runner.TickAsync(
                MessageId.From("wakes", at.UtcTicks),
                (_, outbox) =>
                {
                    _lifecycles.SayWakes(outbox);
                    return ValueTask.CompletedTask;
                },
                default);
        else if (message.Source != LifecycleRouting.Name)
            await _journal.CommitAsync(new Step { Agent = Outside, Time = at, Said = [message] }, default);
        foreach (var entry in await _journal.TakeNewAsync(LifecycleRouting.Name, Outside, 1_000, default)) _waiting.Add(entry.Message.Id, entry);
        if (!_waiting.Remove(message.Id, out var heard)) Unsaid.Add($"{message.Name} for {message.Subject} at {at:T}");
        else Assert.Equal(HandlingOutcome.Handled, await _runner.HandleAsync(heard, default));
    }

    private IEnumerable<Order> OrdersOf(Trade trade)
    {
        var inMemory = _lifecycles.Orders.Where(order => order.Ticket.TradeId == trade.Id).ToArray();
        if (inMemory.Length > 0) return inMemory;
        _lifecycles.Find(trade.Id, out var orders);
        return orders;
    }
}
