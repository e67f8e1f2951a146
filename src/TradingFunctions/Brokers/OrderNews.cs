using Microsoft.Extensions.Logging;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Runtime.Brokers;
using Trading.Runtime.Delivery;
using Trading.Runtime.Telemetry;
using TradingFunctions.Delivery;

namespace TradingFunctions.Brokers;

/// <summary>Tells the desk what a broker's stream tells. What cannot be stored now is found by the next sweep.</summary>
/// <remarks>Each instance listens; what two of them hear has one id and is handled once.</remarks>
public sealed partial class OrderNews(DeskAgents agents, IStepStore steps, DeskSettings settings, TimeProvider clock, ILogger<OrderNews> log) : IOrderNews
{
    public async ValueTask HeardAsync(BrokerUpdate update, CancellationToken cancellation)
    {
        var outbox = new Outbox(AgentNames.Orders);
        outbox.Begin(default(MessageId), clock.GetUtcNow());
        if (!OrderExecutionAgent.OnUpdate(settings.Desk.Account, update, outbox)) return;
        try
        {
            await steps.CommitAsync(new Step { Agent = AgentNames.Orders, Time = outbox.Time, Said = [.. outbox.Messages.Select(TradingTelemetry.Stamp)] }, cancellation);
        }
#pragma warning disable CA1031 // whatever keeps the store from answering, the stream is to go on
        catch (Exception away) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotTold(away, update.ClientOrderId);
        }
    }

    public async ValueTask SweepAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        try
        {
            await agents.Orders.TickAsync(
                MessageId.From("sweep", clock.GetUtcNow().UtcTicks),
                async (agent, outbox) => await ((OrderExecutionAgent)agent).SweepAsync(settings.Desk.Account, since, outbox, cancellation), cancellation);
        }
#pragma warning disable CA1031 // the timer's sweep looks back further and asks again
        catch (Exception away) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotSwept(away, settings.Desk.Account);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "News of order {Order} could not be stored; the next sweep finds it")]
    private partial void LogNotTold(Exception away, string order);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The orders of {Account} could not be swept; the next sweep asks again")]
    private partial void LogNotSwept(Exception away, string account);
}
