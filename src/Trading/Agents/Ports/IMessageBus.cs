using Trading.Messages;

namespace Trading.Agents.Ports;

/// <summary>Carries messages to everybody who hears them, at least once, in no promised order.</summary>
public interface IMessageBus
{
    ValueTask PublishAsync(Message message, CancellationToken cancellation);
}
