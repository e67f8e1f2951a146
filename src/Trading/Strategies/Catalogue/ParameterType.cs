using System.Text.Json.Serialization;

namespace Trading.Strategies;

/// <summary>What kind of value a parameter takes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ParameterType>))]
public enum ParameterType
{
    /// <summary>A whole number, such as a period in bars.</summary>
    Integer,

    /// <summary>A number with a decimal point, such as a multiple.</summary>
    Decimal,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>One of a few words.</summary>
    Choice,
}
