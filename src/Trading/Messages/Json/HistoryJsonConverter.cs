using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Trading.Lifecycles;

namespace Trading.Messages;

/// <summary>A lifecycle's history as an array of its transitions, oldest first.</summary>
public sealed class HistoryJsonConverter<TState> : JsonConverter<History<TState>>
    where TState : struct, Enum
{
    public override History<TState> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A history is an array of transitions.");
        var transition = TransitionInfo(options);
        var history = History<TState>.Empty;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A transition is an object.");
            history = history.Append(JsonSerializer.Deserialize(ref reader, transition));
        }
        return history;
    }

    public override void Write(Utf8JsonWriter writer, History<TState> value, JsonSerializerOptions options)
    {
        var transition = TransitionInfo(options);
        writer.WriteStartArray();
        foreach (var step in value) JsonSerializer.Serialize(writer, step, transition);
        writer.WriteEndArray();
    }

    private static JsonTypeInfo<Transition<TState>> TransitionInfo(JsonSerializerOptions options) =>
        (JsonTypeInfo<Transition<TState>>)options.GetTypeInfo(typeof(Transition<TState>));
}
