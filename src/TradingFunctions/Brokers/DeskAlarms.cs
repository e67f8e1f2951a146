using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Risk;
using Trading.Runtime.Resilience;

namespace TradingFunctions.Brokers;

/// <summary>Hears the alarms of adapters; one that halts trading asks the risk agent for the halt.</summary>
/// <param name="told">Who else hears of each alarm, such as a log.</param>
public sealed partial class DeskAlarms(IBrokerAlarms told, IMessageBus bus, TimeProvider clock, ILogger<DeskAlarms> log) : IBrokerAlarms
{
    private static readonly TimeSpan OneRequestIn = TimeSpan.FromMinutes(1);

    public void Raise(BrokerAlarm alarm)
    {
        told.Raise(alarm);
        if (alarm.HaltsTrading) _ = HaltAsync(alarm);
    }

    private async Task HaltAsync(BrokerAlarm alarm)
    {
        try
        {
            var now = clock.GetUtcNow();
            // An alarm that goes on asks once a minute.
            var id = MessageId.From($"alarm/{alarm.Code}/{alarm.Account}", now.UtcTicks / OneRequestIn.Ticks);
            await bus.PublishAsync(
                Message.First(
                    id, EventNames.HaltRequested, AgentNames.Watchers, now, alarm.Account, Scope.OfAccount(alarm.Account),
                    new HaltRequested(TradingState.Halted, Flatten: false, $"{alarm.Code}: {alarm.Text}")),
                CancellationToken.None);
        }
#pragma warning disable CA1031 // an alarm must not throw into the call that raised it
        catch (Exception away)
#pragma warning restore CA1031
        {
            LogNotHalted(away, alarm.Code, alarm.Account);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Code} halts {Account}, and the halt could not be asked for; the next alarm asks again")]
    private partial void LogNotHalted(Exception away, string code, string account);
}
