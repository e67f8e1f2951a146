using Trading.Agents;

namespace Trading.Simulation;

/// <summary>An agent with a defect put around it.</summary>
internal interface ISabotagedAgent : IAgent
{
    IAgent Inner { get; }
}
