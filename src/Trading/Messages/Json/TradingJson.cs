using System.Collections;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Trading.Messages;

/// <summary>How the desk's values are written as JSON: what messages carry, and the state that hosts store.</summary>
/// <remarks>
/// Without reflection. Names are camelCase, enums their names, prices and quantities numbers, times UTC, durations
/// <c>hh:mm:ss</c>. What is null is left out; everything else must be there when it is read, once, and of its type. Fields
/// that are not known are passed over.
/// </remarks>
public static class TradingJson
{
    internal const int MaxDepth = 32;

    /// <summary>The options for every type written as JSON. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>How one type is written.</summary>
    /// <exception cref="NotSupportedException">The type is not listed in <see cref="TradingJsonContext"/>.</exception>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(TradingJsonContext.Default.Options)
        {
            // This JSON is never put into a page as it is, and a plus sign is easier to read than its code.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = TradingJsonContext.Default.WithAddedModifier(RequireFields).WithAddedModifier(RequireItems),
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Where a field is missing, generated code would set zero or null and not what the record's initializer says.</summary>
    private static void RequireFields(JsonTypeInfo type)
    {
        foreach (var property in type.Properties) property.IsRequired = property.Set is not null && !MayBeNull(property);
    }

    /// <summary>The framework refuses null where a field cannot be null, but not inside an array.</summary>
    private static void RequireItems(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Get is not { } get || !IsArrayOfReferences(property.PropertyType)) continue;
            type.OnDeserialized += value =>
            {
                foreach (var item in (IEnumerable)get(value)!)
                    if (item is null) throw new JsonException($"There is a null in {property.Name}.");
            };
        }
    }

    private static bool IsArrayOfReferences(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) && !type.GenericTypeArguments[0].IsValueType;

    private static bool MayBeNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : property.IsSetNullable;
}
