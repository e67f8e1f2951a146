using Microsoft.Extensions.Logging;

namespace Trading.Runtime.Resilience;

/// <summary>Alarms as entries of a log: errors where they halt trading, else warnings.</summary>
public sealed partial class LoggedAlarms(ILogger<LoggedAlarms> logger) : IBrokerAlarms
{
    public void Raise(BrokerAlarm alarm)
    {
        if (alarm.HaltsTrading) Halt(logger, alarm.Code, alarm.Account, alarm.Text);
        else Warn(logger, alarm.Code, alarm.Account, alarm.Text);
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Error, Message = "{Code} on account {Account}, nothing new may be opened: {Text}")]
    private static partial void Halt(ILogger logger, string code, string account, string text);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "{Code} on account {Account}: {Text}")]
    private static partial void Warn(ILogger logger, string code, string account, string text);
}
