using Trading.Agents.Ports;
using Trading.Messages;

namespace Trading.Simulation;

/// <summary>A desk as a run drives it: its processes start, die and come back, and are told what happens around them.</summary>
internal interface IDesk : IDisposable
{
    IDeskMemory Memory { get; }

    /// <summary>Starts the desk for the first time.</summary>
    void Start();

    /// <summary>A bar has ended, or has long ended: the desk looks for it.</summary>
    void Poll();

    /// <summary>Somebody outside the agents says something.</summary>
    void Say(EventName name, Payload data);

    /// <summary>The broker's stream brought something.</summary>
    void OnNews(BrokerUpdate update);

    /// <summary>Lets a process die, at once or at one of its next steps.</summary>
    void Doom(Dice dice);

    /// <summary>What was to be done at a time of the desk's clock is done at another.</summary>
    void OnClockJump();

    /// <summary>The faults are over: an operator resets what stays open until somebody does.</summary>
    void OnCalm();
}
