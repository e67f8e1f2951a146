using System.Text.Json;
using Trading.Agents.Ports;

namespace Trading.Runtime.Desks;

/// <summary>A paper exchange for desks in other processes: what it holds outlives them.</summary>
public sealed class PaperServer(PaperExchange exchange, ReplayClock clock, double speed) : IDisposable
{
    private const int MostBarsAtOnce = 2000;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Answers a line with a line.</summary>
    public async Task<string> AnswerAsync(string line, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var request = JsonSerializer.Deserialize(line, DeskJson.Default.PaperRequest)!;
            await exchange.AdvanceAsync(clock.GetUtcNow(), cancellation);
            var reply = await AnswerAsync(request, cancellation);
            return JsonSerializer.Serialize(reply with { Now = clock.GetUtcNow(), Speed = speed, HasEnded = exchange.HasEnded }, DeskJson.Default.PaperReply);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<PaperReply> AnswerAsync(PaperRequest request, CancellationToken cancellation)
    {
        var call = request.Call;
        switch (request.Ask)
        {
            case "hello":
                return new PaperReply { Watched = [.. exchange.Watched.Select(one => new PaperSeries(one.Symbol, one.Period))], Account = (await exchange.AccountAsync(cancellation)).Value };
            case "bars":
                return BarsFrom(request.Bars);
            case "poll":
                var updates = new List<BrokerUpdate>();
                while (updates.Count < MostBarsAtOnce && exchange.TryTakeUpdate(out var update)) updates.Add(update);
                return BarsFrom(request.Bars) with { Updates = [.. updates] };
            case "submit":
                return Of(await exchange.SubmitAsync(call!.Ticket!, cancellation));
            case "cancel":
                return Of(await exchange.CancelAsync(call!.ClientOrderId!, call.BrokerOrderId, cancellation));
            case "replace":
                return Of(await exchange.ReplaceAsync(call!.ClientOrderId!, call.BrokerOrderId, call.NewClientOrderId!, call.Terms!, cancellation));
            case "find":
                return Of(await exchange.FindAsync(call!.ClientOrderId!, call.BrokerOrderId, cancellation));
            case "orders":
                return new PaperReply { Orders = [.. (await exchange.OrdersAsync(request.Since ?? DateTimeOffset.MinValue, cancellation)).Value] };
            case "positions":
                return new PaperReply { Positions = [.. (await exchange.PositionsAsync(cancellation)).Value] };
            case "account":
                return new PaperReply { Account = (await exchange.AccountAsync(cancellation)).Value };
            default:
                return new PaperReply { Outcome = BrokerOutcome.Refused, Reason = $"'{request.Ask}' is not a question." };
        }
    }

    private PaperReply BarsFrom(long from) => new() { Bars = [.. exchange.BarsFrom(from, MostBarsAtOnce).Select(one => new PaperBar(one.Symbol, one.Bar))] };

    private static PaperReply Of(BrokerAnswer<BrokerOrder> answer) => new() { Outcome = answer.Outcome, Code = answer.Code, Reason = answer.Reason, Order = answer.Value };
}
