using System.Text.Json.Serialization;

namespace Trading.Strategies;

/// <summary>Why a strategy cannot be made as asked. The names are stable.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ViolationCode>))]
public enum ViolationCode
{
    None,

    /// <summary>No strategy has this name.</summary>
    UnknownStrategy,

    /// <summary>The strategy has no parameter of this name.</summary>
    UnknownParameter,

    /// <summary>The parameter is given more than once.</summary>
    GivenTwice,

    /// <summary>The value is no number, or neither true nor false.</summary>
    NotOfType,

    /// <summary>The number is below the least or above the greatest allowed.</summary>
    OutOfRange,

    /// <summary>The value is none of the words allowed.</summary>
    NotAChoice,

    /// <summary>The value does not go with those of other parameters.</summary>
    Contradiction,
}
