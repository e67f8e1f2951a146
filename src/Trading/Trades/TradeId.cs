using System.Globalization;
using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Messages;

namespace Trading.Trades;

/// <summary>The identity of a trade: the day of its signal, symbol, strategy, and a key derived from the signal.</summary>
/// <remarks>
/// Written <c>trade-2026-08-21-AAPL-trend-k3f9x2ab7c</c>. The same signal always makes the same trade. Legal as a Durable
/// instance id: a slash in a symbol is written <c>+</c>.
/// </remarks>
[JsonConverter(typeof(TradeIdJsonConverter))]
public readonly record struct TradeId
{
    private const string Prefix = "trade-";
    private const int KeyLength = 10;
    private const string KeyDigits = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly string? _value;

    private TradeId(string value) => _value = value;

    public string Value => _value ?? "";

    /// <summary>The trade that a signal begins.</summary>
    /// <exception cref="ArgumentException">The scope names no symbol or no strategy.</exception>
    public static TradeId Of(MessageId signal, DateTimeOffset signaledAt, Scope scope)
    {
        if (scope.Symbol.Value.Length == 0 || !Scope.IsName(scope.Strategy))
            throw new ArgumentException($"A trade has a symbol and a strategy named by a-z, 0-9 and _, not '{scope.Symbol}' and '{scope.Strategy}'.", nameof(scope));
        Span<char> key = stackalloc char[KeyLength];
        var bits = (ulong)signal.Value;
        for (var i = 0; i < KeyLength; i++, bits >>= 5) key[i] = KeyDigits[(int)(bits & 31)];
        return new TradeId(string.Create(
            CultureInfo.InvariantCulture, $"{Prefix}{signaledAt.UtcDateTime:yyyy-MM-dd}-{Written(scope.Symbol)}-{scope.Strategy}-{key}"));
    }

    /// <exception cref="FormatException">The text is not a trade id.</exception>
    public static TradeId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a trade id, such as trade-2026-08-21-AAPL-trend-k3f9x2ab7c.");

    public static bool TryParse(string? text, out TradeId id)
    {
        var read = new TradeId(text ?? "");
        var isId = read.TryRead(out _, out _);
        id = isId ? read : default;
        return isId;
    }

    /// <summary>The scope the id was made for, in an account.</summary>
    public Scope ScopeIn(string account) => TryRead(out var symbol, out var strategy)
        ? new Scope(account, strategy, symbol)
        : throw new InvalidOperationException("The trade id is empty.");

    public override string ToString() => Value;

    private bool TryRead(out Symbol symbol, out string strategy)
    {
        symbol = default;
        strategy = "";
        var text = Value;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length < Prefix.Length + 11 || text[Prefix.Length + 10] != '-') return false;
        if (!DateOnly.TryParseExact(text.AsSpan(Prefix.Length, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) return false;
        var rest = text.AsSpan(Prefix.Length + 11);
        var key = rest.LastIndexOf('-');
        if (key < 0 || rest.Length - key - 1 != KeyLength || rest[(key + 1)..].ContainsAnyExcept(KeyDigits)) return false;
        rest = rest[..key];
        var name = rest.LastIndexOf('-');
        if (name < 0) return false;
        strategy = rest[(name + 1)..].ToString();
        var written = rest[..name].ToString();
        // Only the one spelling: two ids of one trade would be two trades.
        return Scope.IsName(strategy) && Symbol.TryParse(written.Replace('+', '/'), out symbol) && Written(symbol) == written;
    }

    private static string Written(Symbol symbol) => symbol.Value.Replace('/', '+');
}
