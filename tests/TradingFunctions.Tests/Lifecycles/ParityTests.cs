using System.Text.Json;
using Trading.Messages;
using Trading.Orders;
using Trading.Trades;

namespace TradingFunctions.Tests.Lifecycles;

public sealed class ParityTests
{
    /// <remarks>The in-process host runs one work item a core and looks for a free core twice a second, so that few cores play a short day.</remarks>
    [Fact]
    public async Task A_recorded_day_makes_the_same_trades_and_orders_in_orchestrations_in_the_journal_and_in_the_backtest()
    {
        var day = RecordedDay.Play(minutes: Environment.ProcessorCount >= 16 ? 240 : 40, between: 12);
        var times = day.Heard.DistinctBy(heard => heard.Message.Id).ToDictionary(heard => heard.Message.Id, heard => heard.At);
        await using var desk = await DurableDesk.StartAsync(
            message => message is null ? DateTimeOffset.MinValue : times[message.Id], times: 2);

        foreach (var (message, _) in day.Heard) await desk.ForwardAsync(message);
        await desk.Store.HandledAsync(times.Count);

        Assert.True(day.Trades.Count(trade => trade.State == TradeState.Closed) >= 5);
        await SaysTheSameAsync(day);
        Assert.Empty(desk.Store.Buried);
        Assert.Equal(Lines(day.Trades, trade => trade.Id.Value), Lines(desk.Trades.Newest.Values, trade => trade.Id.Value));
        Assert.Equal(Lines(day.Orders, order => order.Id.Value), Lines(desk.Orders.Newest.Values, order => order.Id.Value));
        // What lifecycles say to each other in the recording is what the orchestrations said.
        var between = day.Heard.Where(heard => heard.Message is { Source: "lifecycles", Data: not (TradeWoken or OrderWoken) }).Select(heard => heard.Message.Id);
        Assert.Empty(between.Except(desk.Store.Said.Keys));
        Assert.Empty(desk.Trades.Differences);
        Assert.Empty(desk.Orders.Differences);
        Assert.True(desk.Trades.Replayed > day.Trades.Length, "Nothing was replayed, so nothing was shown of replays.");
        // Every activity ran twice, as after a crash.
        Assert.True(desk.Store.Repeated >= times.Count / 2);
    }

    [Fact]
    public async Task A_recorded_day_makes_the_same_trades_and_orders_in_the_journal_as_in_the_backtest()
    {
        var day = RecordedDay.Play(minutes: 390, between: 12);

        Assert.True(day.Trades.Count(trade => trade.State == TradeState.Closed) >= 30);
        await SaysTheSameAsync(day);
    }

    /// <summary>Tells the journal driver the same day, with the process gone every 37 messages.</summary>
    private static async Task SaysTheSameAsync(RecordedDay day)
    {
        using var journalled = await JournalledDay.PlayAsync(day, life: 37);
        Assert.Empty(journalled.Unsaid);
        Assert.Equal(Lines(day.Trades, trade => trade.Id.Value), Lines(journalled.Trades, trade => trade.Id.Value));
        Assert.Equal(Lines(day.Orders, order => order.Id.Value), Lines(journalled.Orders, order => order.Id.Value));
        Assert.True(journalled.Recovered > day.Trades.Length, "Nothing was recovered, so nothing was shown of recovery.");
    }

    private static string[] Lines<T>(IEnumerable<T> states, Func<T, string> idOf) =>
        [.. states.OrderBy(idOf, StringComparer.Ordinal).Select(state => JsonSerializer.Serialize(state, TradingJson.Of<T>()))];
}
