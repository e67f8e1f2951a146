using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Trading.Risk;

namespace TradingFunctions.Halts;

/// <summary>Whether a person has reduced or halted trading. Its key is the account.</summary>
/// <remarks>
/// The risk agent halts by its limits and keeps that in the portfolio; this outlives a Redis that lost its data. Each public method is
/// an operation, and none throws.
/// </remarks>
public sealed class TradingStateEntity : TaskEntity<HaltRecord>
{
    public void Set(HaltRecord ordered) => State = ordered.Since >= State.Since ? ordered : State;

    public HaltRecord Get() => State;

    [Function(nameof(TradingStateEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<TradingStateEntity>();

    protected override HaltRecord InitializeState(TaskEntityOperation entityOperation) => new(TradingState.Active, "", DateTimeOffset.MinValue);
}
