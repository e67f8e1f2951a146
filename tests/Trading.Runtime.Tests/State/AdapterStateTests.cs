using System.Text.Json;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab.Orders;
using Trading.Runtime.State;
using Trading.Runtime.Tests.Journals;

namespace Trading.Runtime.Tests.State;

/// <summary>What an adapter keeps of its broker, which the core does not know.</summary>
public sealed class AdapterStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);

    private static readonly SchwabOrderLink Link = new()
    {
        ClientOrderId = "trade-2026-08-21-AAPL-1-entry",
        Symbol = new Symbol("AAPL"),
        Terms = OrderTerms.Market(OrderSide.Buy, 100),
        FirstSentAt = Now,
        LastSentAt = Now,
        IsUnanswered = true,
        Attached = ["trade-2026-08-21-AAPL-1-stop"],
        AttachedTerms = [OrderTerms.Stop(OrderSide.Sell, 100, Price.Parse("95"))],
    };

    [Fact]
    public void A_link_is_read_as_it_was_written_and_fills_that_are_not_known_yet_are_not_none()
    {
        var read = Again(Link);

        Assert.Equal((Link.ClientOrderId, Link.Symbol, Link.Terms, Now, true, (string?)null), (read.ClientOrderId, read.Symbol, read.Terms, read.FirstSentAt, read.IsUnanswered, read.BrokerOrderId));
        Assert.Equal(Link.Attached, read.Attached);
        Assert.Equal(Link.AttachedTerms, read.AttachedTerms);
        Assert.Null(read.PriorFills);
        Assert.Empty(Again(Link with { PriorFills = [] }).PriorFills!.Value);
        Assert.Equal(new SchwabOrderName("a"), Again(new SchwabOrderName("a")));
    }

    [Fact]
    public async Task What_was_sent_to_Schwab_is_in_the_journal_at_once_and_after_a_restart()
    {
        using var disk = new MemoryJournalFile();
        var key = new StateKey("schwab-order", "main/1");
        var journal = JournalDesk.Journal(disk);

        Assert.True(await new StepwiseStateStore(journal, TimeProvider.System).TrySaveAsync(key, Link, 0, CancellationToken.None));

        Assert.Single(disk.Rows);
        var (kept, version) = await JournalDesk.Journal(disk).LoadAsync<SchwabOrderLink>(key, CancellationToken.None);
        Assert.Equal((1, Link.ClientOrderId, true), (version, kept!.ClientOrderId, kept.IsUnanswered));
    }

    private static T Again<T>(T value) => JsonSerializer.Deserialize(JsonSerializer.Serialize(value, StateJson.Of<T>()), StateJson.Of<T>())!;
}
