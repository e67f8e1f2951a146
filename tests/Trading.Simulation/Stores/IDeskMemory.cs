using Trading.Agents.Ports;
using Trading.Messages;

namespace Trading.Simulation;

/// <summary>What the desk has stored, as those see it who look on.</summary>
internal interface IDeskMemory
{
    /// <summary>What was given up, with the reason.</summary>
    IEnumerable<(Message Message, string Inbox, string Error)> DeadLetters { get; }

    /// <summary>What waits in inboxes: how much in each, and the first of it.</summary>
    IEnumerable<(string Inbox, int Count, Message First)> Unhandled { get; }

    /// <summary>A value as it is stored.</summary>
    T? Peek<T>(StateKey key)
        where T : class;
}
