namespace Trading.Runtime.Resilience;

/// <summary>Where adapters of brokers send what a person is to know: the remedies "alert" and "log in again" of the error table.</summary>
/// <remarks>Must not throw. A host that runs a desk asks for a halt when <see cref="BrokerAlarm.HaltsTrading"/> is set.</remarks>
public interface IBrokerAlarms
{
    void Raise(BrokerAlarm alarm);
}
