using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Trading.Messages;

namespace Trading.Runtime.State;

/// <summary>How values that a host keeps are written: the core's as <see cref="TradingJson"/> tells, and those of adapters, which the core does not know.</summary>
/// <remarks>Journal and Redis write by it, so that what an adapter keeps of its broker needs no store of its own.</remarks>
public static class StateJson
{
    /// <summary>The options for every value that is kept. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>How one type is written.</summary>
    /// <exception cref="NotSupportedException">The type is listed neither in the core nor in <see cref="StateJsonContext"/>.</exception>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(TradingJson.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(TradingJson.Options.TypeInfoResolver, StateJsonContext.Default),
        };
        options.MakeReadOnly();
        return options;
    }
}
