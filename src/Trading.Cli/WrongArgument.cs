using System.CommandLine.Parsing;

namespace Trading.Cli;

/// <summary>Says what is wrong with an argument in words of the desk; the parser's own name the types of the program.</summary>
internal static class WrongArgument
{
    public static string Describe(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Option: { } option, Tokens: [.., { Value: var given }] }) return error.Message;
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (!error.Message.Contains(type.FullName!, StringComparison.Ordinal)) return error.Message;
        var wanted = type.IsEnum ? $"none of {string.Join(", ", Words.Of(type))}"
            : type == typeof(double) ? "not a number"
            : type == typeof(ulong) ? "not a whole number of 0 or more, or too large"
            : "not a whole number, or too large";
        return $"{option.Name} '{given}' is {wanted}.";
    }
}
