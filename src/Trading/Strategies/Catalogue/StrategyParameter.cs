using System.Collections.Immutable;
using System.Globalization;

namespace Trading.Strategies;

/// <summary>One thing that a strategy may be told: its name, what it takes, and what it means.</summary>
/// <remarks>
/// Data, from which command line, configuration files, their schema and the documentation are made. Values are texts, as in
/// <c>--set fast=20</c>: numbers with a decimal point and no grouping, <c>true</c> or <c>false</c>, or one of the choices.
/// Case does not matter.
/// </remarks>
public sealed record StrategyParameter
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    private StrategyParameter(string name, ParameterType type, string byDefault, string meaning)
    {
        Name = name;
        Type = type;
        Default = byDefault;
        Meaning = meaning;
    }

    /// <summary>One word in camel case: <c>breakEven</c>.</summary>
    public string Name { get; }

    public ParameterType Type { get; }

    /// <summary>The value that holds where none is given.</summary>
    public string Default { get; }

    /// <summary>For a person, with units, and what switches it off.</summary>
    public string Meaning { get; }

    /// <summary>The least number allowed; null where the value is no number.</summary>
    public decimal? Minimum { get; private init; }

    /// <summary>The greatest number allowed; null where the value is no number.</summary>
    public decimal? Maximum { get; private init; }

    /// <summary>The words allowed; empty where the value is no choice.</summary>
    public ImmutableArray<string> Choices { get; private init; } = [];

    /// <summary>What may be given, in words: <c>a whole number from 1 to 10000</c>.</summary>
    public string Allowed => Type switch
    {
        ParameterType.Integer => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum} to {Maximum}"),
        ParameterType.Decimal => string.Create(CultureInfo.InvariantCulture, $"a number from {Minimum} to {Maximum}"),
        ParameterType.Boolean => "true or false",
        _ => $"one of {string.Join(", ", Choices)}",
    };

    public static StrategyParameter Integer(string name, int byDefault, int minimum, int maximum, string meaning) =>
        new(name, ParameterType.Integer, Write(byDefault), meaning) { Minimum = minimum, Maximum = maximum };

    public static StrategyParameter Decimal(string name, decimal byDefault, decimal minimum, decimal maximum, string meaning) =>
        new(name, ParameterType.Decimal, Write(byDefault), meaning) { Minimum = minimum, Maximum = maximum };

    public static StrategyParameter Boolean(string name, bool byDefault, string meaning) =>
        new(name, ParameterType.Boolean, byDefault ? "true" : "false", meaning);

    /// <param name="choices">The words allowed, the default first.</param>
    public static StrategyParameter Choice(string name, ImmutableArray<string> choices, string meaning) =>
        new(name, ParameterType.Choice, choices[0], meaning) { Choices = choices };

    /// <summary>The value in its one normal form, or what is wrong with it.</summary>
    internal (string? Value, ViolationCode Problem) Read(string? given)
    {
        var text = given?.Trim() ?? "";
        switch (Type)
        {
            case ParameterType.Integer when int.TryParse(text, Whole, CultureInfo.InvariantCulture, out var number):
                return InRange(number);
            case ParameterType.Decimal when decimal.TryParse(text, Fraction, CultureInfo.InvariantCulture, out var number):
                return InRange(number);
            case ParameterType.Boolean when bool.TryParse(text, out var flag):
                return (flag ? "true" : "false", default);
            case ParameterType.Choice:
                foreach (var choice in Choices)
                    if (string.Equals(choice, text, StringComparison.OrdinalIgnoreCase)) return (choice, default);
                return (null, ViolationCode.NotAChoice);
            default:
                return (null, ViolationCode.NotOfType);
        }
    }

    private (string? Value, ViolationCode Problem) InRange(decimal number) =>
        number >= Minimum && number <= Maximum ? (Write(number), default) : (null, ViolationCode.OutOfRange);

    private static string Write(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}
