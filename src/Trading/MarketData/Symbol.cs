using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.MarketData;

/// <summary>The ticker of one security, as its exchange writes it: <c>AAPL</c>, <c>BRK.B</c>, <c>^GSPC</c>.</summary>
/// <remarks>
/// One to fifteen characters: capitals, digits, and <c>. - / = ^</c>. Lower case is raised. A symbol is a name only; what
/// is known of the security (sector, borrow, restrictions) is configuration.
/// </remarks>
[JsonConverter(typeof(SymbolJsonConverter))]
public readonly record struct Symbol : IComparable<Symbol>
{
    private const int MaxLength = 15;

    private readonly string? _value;

    /// <exception cref="FormatException">The text is not a symbol.</exception>
    public Symbol(string value) =>
        _value = TryNormalize(value, out var normal)
            ? normal
            : throw new FormatException($"'{value}' is not a symbol: 1 to {MaxLength} letters, digits or . - / = ^");

    private Symbol(string value, bool _) => _value = value;

    public string Value => _value ?? "";

    public static bool TryParse(string? text, out Symbol symbol)
    {
        var ok = TryNormalize(text, out var normal);
        symbol = ok ? new Symbol(normal, true) : default;
        return ok;
    }

    public bool Equals(Symbol other) => ReferenceEquals(_value, other._value) || string.Equals(_value, other._value, StringComparison.Ordinal);
    public override int GetHashCode() => _value is null ? 0 : _value.GetHashCode();
    public int CompareTo(Symbol other) => string.CompareOrdinal(_value, other._value);
    public override string ToString() => Value;

    public static implicit operator Symbol(string value) => new(value);

    /// <summary>Whether a text is a symbol, spelled as symbols are: with capitals.</summary>
    internal static bool IsNormal(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && !IsMark(c)) return false;
        return true;
    }

    private static bool TryNormalize(string? text, out string normal)
    {
        normal = text ?? "";
        if (IsNormal(normal)) return true;
        if (normal.Length is 0 or > MaxLength) return false;
        foreach (var c in normal)
            if (!char.IsAsciiLetterOrDigit(c) && !IsMark(c)) return false;
        normal = normal.ToUpperInvariant();
        return true;
    }

    private static bool IsMark(char c) => c is '.' or '-' or '/' or '=' or '^';
}
