using System.Globalization;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Runtime.Delivery;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Simulation;

/// <summary>Writes down what happens, so that a violation can be told as a story. Only kept when a seed is replayed for it.</summary>
internal sealed class Chronicle
{
    private readonly List<(DateTimeOffset Time, string? Trade, string Text)> _lines = [];

    public void Tell(DateTimeOffset time, string? trade, string text) => _lines.Add((time, trade, text));

    public void Tell(DateTimeOffset time, Step step)
    {
        if (step.Handled is { } handled && handled.Message.Data is not BarsReceived)
            Tell(time, TradeIn(handled.Message), $"{step.Agent} handled {Words(handled.Message)}{(handled.Deliveries > 1 ? $" at delivery {handled.Deliveries}" : "")}");
        foreach (var said in step.Said)
            if (said.Data is not BarsReceived) Tell(time, TradeIn(said), $"  {step.Agent} said {Words(said)}");
    }

    /// <summary>The lines about a trade, and those about everybody, up to a number of the last ones.</summary>
    public IReadOnlyList<string> Story(string? trade, int most)
    {
        var told = _lines.Where(line => trade is null || line.Trade is null || line.Trade == trade).ToList();
        var begin = trade is null ? 0 : Math.Max(0, told.FindIndex(line => line.Trade == trade) - 3);
        told = told[begin..];
        // What is said again and again is told twice.
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        told.RemoveAll(line => (seen[line.Text] = seen.GetValueOrDefault(line.Text) + 1) > 2);
        if (told.Count > most) told = [.. told.Take(most / 4), .. told.TakeLast(most - (most / 4))];
        return [.. told.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Time:MM-dd HH:mm:ss.fff} {Short(line.Text, trade)}"))];
    }

    private static string? TradeIn(Message message) =>
        OrderId.TryParse(message.Subject, out _, out var trade, out _) ? trade.Value
        : message.Data is EntrySignaled signal ? TradeId.Of(message.Id, signal.Plan.SignaledAt, message.Scope).Value
        : TradeId.TryParse(message.Subject, out var itself) ? itself.Value
        : message.Data is TradingHalted or HaltRequested or ResumeRequested or TradingResumed ? null
        : "";

    private static string Words(Message message) => $"{message.Name} {message.Subject} {Data(message.Data)}";

    private static string Data(Payload data) => data switch
    {
        OrderExecuted e => $"{e.Fill.Quantity} at {e.Fill.Price} ({e.Fill.ExecutionId}), {e.TotalFilled} in all",
        OrderReport e => $"{e.State}, {e.Filled} of {e.Terms.Quantity} filled (report {e.Sequence})",
        SubmitRequested e => $"{Terms(e.Ticket.Terms)}{(e.IsRetry ? ", again" : "")}",
        OrderPlaced e => Terms(e.Ticket.Terms),
        OrderCanceled e => $"{e.TotalFilled} filled: {e.Reason}",
        OrderRejected e => $"{e.Code}: {e.Reason}",
        OrderReplaced e => Terms(e.Terms),
        OrderReplaceOrdered e => Terms(e.Terms),
        OrderCancelOrdered e => e.Reason,
        CancelRequested e => e.Reason,
        OrderChangeRefused e => $"{e.Change}: {e.Code} {e.Reason}",
        TradeApproved e => $"{e.Quantity} shares",
        TradeDenied e => $"{e.Code}: {e.Reason}",
        TradeCanceled e => e.Reason,
        TradeRejected e => e.Reason,
        TradeOpened e => $"{e.Quantity} at {e.AverageEntry:0.####}",
        TradeClosed e => $"{e.Quantity}, {e.ProfitAndLoss:0.00} made",
        _ => "",
    };

    private static string Terms(OrderTerms terms) =>
        $"{terms.Side} {terms.Quantity} {terms.Type}{(terms.LimitPrice is { } limit ? $" limit {limit}" : "")}{(terms.StopPrice is { } stop ? $" stop {stop}" : "")}";

    private static string Short(string text, string? trade) => trade is { Length: > 0 } ? text.Replace(trade + "-", "", StringComparison.Ordinal).Replace(trade, "the trade", StringComparison.Ordinal) : text;
}
