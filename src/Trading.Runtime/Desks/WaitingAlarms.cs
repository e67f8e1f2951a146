using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Desks;

/// <summary>Alarms that halt trading wait here until the desk comes to them: they are raised in the middle of calls. Safe for any number of threads.</summary>
/// <param name="told">Who hears of each alarm at once, such as a log.</param>
public sealed class WaitingAlarms(IBrokerAlarms told) : IBrokerAlarms
{
    private const int MostWaiting = 100;

    private readonly ConcurrentQueue<BrokerAlarm> _waiting = new();

    public void Raise(BrokerAlarm alarm)
    {
        told.Raise(alarm);
        if (alarm.HaltsTrading && _waiting.Count < MostWaiting) _waiting.Enqueue(alarm);
    }

    public bool TryTake([NotNullWhen(true)] out BrokerAlarm? alarm) => _waiting.TryDequeue(out alarm);
}
