using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.Messages;

namespace Trading.Runtime.Resilience;

/// <summary>Hears the alarms of adapters; one that halts trading asks the risk agent for the halt, over the bus.</summary>
/// <param name="told">Who else hears of each alarm, such as a log.</param>
public sealed partial class HaltingAlarms(IBrokerAlarms told, IMessageBus bus, TimeProvider clock, ILogger<HaltingAlarms> log) : IBrokerAlarms
{
    public void Raise(BrokerAlarm alarm)
    {
        told.Raise(alarm);
        if (alarm.HaltsTrading) _ = HaltAsync(alarm);
    }

    private async Task HaltAsync(BrokerAlarm alarm)
    {
        try
        {
            await bus.PublishAsync(alarm.RequestHalt(AgentNames.Watchers, clock.GetUtcNow()), CancellationToken.None);
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
