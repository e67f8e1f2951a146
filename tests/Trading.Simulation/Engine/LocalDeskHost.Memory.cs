using System.Collections.Immutable;
using System.Text.Json;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Orders;
using Trading.Positions;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Runtime.Desks;
using Trading.Runtime.Journals;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>What is on the disk, as those see it who look on; and whether a desk that starts makes the same of it.</summary>
internal sealed partial class LocalDeskHost : IDeskMemory
{
    private static readonly StateKey PortfolioKey = new(Portfolio.Kind, World.Account);
    private static readonly StateKey[] BookKeys = [.. DeskRules.Symbols.Select(symbol => new StateKey(PositionBook.Kind, PositionBook.OwnerOf(World.Account, symbol)))];

    private static readonly RedeliveryPolicy AtOnce = new() { First = TimeSpan.Zero, Longest = TimeSpan.Zero };

    private readonly Dictionary<StateKey, object> _stored = [];

    /// <summary>What was said, by the place where it lies; kept only where somebody tells the story.</summary>
    private readonly Dictionary<string, Message> _said = new(StringComparer.Ordinal);

    public IEnumerable<(Message Message, string Inbox, string Error)> DeadLetters =>
        _desk?.Journal.DeadLetters.Select(letter => (letter.Message, letter.Inbox, letter.Error)) ?? [];

    public IEnumerable<(string Inbox, int Count, Message First)> Unhandled
    {
        get
        {
            if (_desk is not { Journal: { } journal }) yield break;
            foreach (var inbox in DeskHost.Agents)
            {
                if (journal.WaitingIn(inbox) is not (> 0 and var count)) continue;
                var at = Finish(journal.TakeNewAsync(inbox, "audit", 1, CancellationToken.None));
                if (at.IsEmpty) at = Finish(journal.TakeOverdueAsync(inbox, "audit", AtOnce, 1, CancellationToken.None));
                yield return (inbox, count, at[0].Message);
            }
        }
    }

    public T? Peek<T>(StateKey key)
        where T : class => (T?)_stored.GetValueOrDefault(key);

    private void OnWritten(IReadOnlyList<JournalRow> rows)
    {
        var desk = _desk!;
        foreach (var row in rows)
        {
            _world.Digest.Add(unchecked((long)row.Checksum));
            _world.OnStep(StepOf(row));
        }
        if (rows.Any(row => row.Inbox == desk.Lifecycles.Name))
        {
            foreach (var trade in desk.Lifecycles.Trades) Keep(LifecycleKeys.KeyOf(trade.Id), trade);
            foreach (var order in desk.Lifecycles.Orders) Keep(LifecycleKeys.KeyOf(order.Id), order);
        }
        if (rows.All(row => row.Writes.Length == 0)) return;
        Keep<Portfolio>(desk, PortfolioKey);
        foreach (var key in BookKeys) Keep<PositionBook>(desk, key);
    }

    private void Keep<T>(LocalDesk desk, StateKey key)
        where T : class
    {
        if (Load<T>(desk, key) is { } value) Keep(key, value);
    }

    private void Keep(StateKey key, object value)
    {
        var before = _stored.GetValueOrDefault(key);
        if (ReferenceEquals(before, value)) return;
        _stored[key] = value;
        _world.OnWrite(key, before, value);
    }

    /// <summary>A step as the disk has it.</summary>
    private Step StepOf(JournalRow row)
    {
        var said = ImmutableArray.CreateBuilder<Message>();
        foreach (var line in LinesOf(row.Said)) said.Add(MessageJson.Read(line.Span));
        InboxEntry? handled = null;
        if (_world.Chronicle is not null)
        {
            for (var i = 0; i < said.Count; i++) _said[$"{row.Sequence}-{i}"] = said[i];
            if (_said.TryGetValue(row.Entry, out var message)) handled = new InboxEntry(row.Inbox, row.Entry, message, 1);
        }
        return new Step { Agent = row.Inbox, Time = row.Time, Handled = handled, Said = said.DrainToImmutable() };
    }

    private static IEnumerable<ReadOnlyMemory<byte>> LinesOf(ReadOnlyMemory<byte> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOf((byte)'\n');
            yield return end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
        }
    }

    /// <summary>What a desk recovers is what was stored, to the byte.</summary>
    private void CompareWithStored(LocalDesk desk)
    {
        var isWhole = _world.Scheduling.Chance(1500);
        foreach (var (key, stored) in _stored)
        {
            // What ended long ago is looked at now and then.
            if (!isWhole && HasEnded(stored)) continue;
            if (stored is Trade trade) Compare(key, trade, desk.Lifecycles.Find(trade.Id));
            else if (stored is Order order) Compare(key, order, Find(desk, order));
            else if (stored is Portfolio portfolio) Compare(key, portfolio, Load<Portfolio>(desk, key));
            else if (stored is PositionBook book) Compare(key, book, Load<PositionBook>(desk, key));
        }
    }

    private static bool HasEnded(object stored) => stored switch
    {
        Trade trade => trade.State.IsEnded(),
        Order order => order.State.IsEnded(),
        _ => false,
    };

    private static Order? Find(LocalDesk desk, Order order) =>
        desk.Lifecycles.Orders.FirstOrDefault(one => one.Id == order.Id)
        ?? (desk.Lifecycles.Find(order.Ticket.TradeId, out var orders) is null ? null : orders.FirstOrDefault(one => one.Id == order.Id));

    private void Compare<T>(StateKey key, T stored, T? recovered)
        where T : class
    {
        var form = TradingJson.Of<T>();
        if (recovered is not null && JsonSerializer.Serialize(stored, form) == JsonSerializer.Serialize(recovered, form)) return;
        foreach (var invariant in _world.Invariants) invariant.OnRecoveredOtherwise(key);
    }

    private static T? Load<T>(LocalDesk desk, StateKey key)
        where T : class => Finish(desk.Journal.LoadAsync<T>(key, CancellationToken.None)).Value;

    private static T Finish<T>(ValueTask<T> done) => done.GetAwaiter().GetResult();
}
