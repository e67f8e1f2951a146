using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Messages;

/// <summary>Whose business a message or record is: the account, the strategy that decides, and the symbol.</summary>
/// <remarks>
/// Empty account and strategy mean all of them, as in market data. Account and strategy names are 1 to 32 characters of
/// a-z, 0-9 and underscore, because they become part of ids.
/// </remarks>
[JsonConverter(typeof(ScopeJsonConverter))]
public sealed record Scope(string Account, string Strategy, [property: JsonConverter(typeof(OptionalSymbolJsonConverter))] Symbol Symbol)
{
    private const int MaxLength = 32;

    /// <summary>The scope of what concerns the whole desk.</summary>
    public static Scope Desk { get; } = new("", "", default);

    public bool IsDesk => Account.Length == 0;

    public static Scope OfMarket(Symbol symbol) => new("", "", symbol);

    public static Scope OfAccount(string account) => new(account, "", default);

    /// <summary>Whether this scope holds the other: an empty part holds everything.</summary>
    public bool Holds(Scope other) =>
        (Account.Length == 0 || Account == other.Account)
        && (Strategy.Length == 0 || Strategy == other.Strategy)
        && (Symbol.Value.Length == 0 || Symbol == other.Symbol);

    /// <summary>Whether a text may name an account or a strategy.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_') return false;
        return true;
    }
}
