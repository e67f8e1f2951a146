using System.Text.Json;
using Microsoft.DurableTask.Entities;

namespace TradingFunctions.Tests;

/// <summary>Runs operations of an entity by its own contract, with its state written and read as JSON between them.</summary>
internal sealed class Operated<TEntity>(Func<TEntity> make)
    where TEntity : ITaskEntity
{
    private string? _state;

    public async Task<T?> RunAsync<T>(string operation, object? input = null)
    {
        var state = new JsonState { Json = _state };
        var result = await make().RunAsync(new Operation(operation, input is null ? null : JsonSerializer.Serialize(input), state));
        _state = state.Json;
        return result is null ? default : JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(result));
    }

    public Task RunAsync(string operation, object? input = null) => RunAsync<object>(operation, input);

    private sealed class JsonState : TaskEntityState
    {
        public string? Json { get; set; }

        public override bool HasState => Json is not null;

        public override object? GetState(Type type) => Json is null ? null : JsonSerializer.Deserialize(Json, type);

        public override void SetState(object? state) => Json = state is null ? null : JsonSerializer.Serialize(state);
    }

    private sealed class Operation(string name, string? input, TaskEntityState state) : TaskEntityOperation
    {
        public override string Name => name;

        public override TaskEntityContext Context => null!;

        public override TaskEntityState State => state;

        public override bool HasInput => input is not null;

        public override object? GetInput(Type inputType) => input is null ? null : JsonSerializer.Deserialize(input, inputType);
    }
}
