namespace Trading.Agents;

/// <summary>An agent that takes in a bar without the envelope of a message, where its host tells of bars so.</summary>
public interface IBarListener : IAgent
{
    /// <summary>Takes in a bar as <see cref="IAgent.HandleAsync"/> would take in its message, and says what follows.</summary>
    /// <returns>False where that cannot be done at once: nothing was said, and the message is to be handled in its place.</returns>
    bool TryHear(BarTold told, Outbox outbox);
}
