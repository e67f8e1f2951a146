using System.Buffers;
using System.Globalization;
using System.Text.Json.Serialization;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;

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
    private const int DayLength = 10;

    /// <summary>Room to write an id in; a longer one finds other room.</summary>
    private const int MostAtHand = 128;
    private const string KeyDigits = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> KeyLetters = SearchValues.Create(KeyDigits);

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
            CultureInfo.InvariantCulture, stackalloc char[MostAtHand], $"{Prefix}{DateOnly.FromDateTime(signaledAt.UtcDateTime):O}-{Written(scope.Symbol)}-{scope.Strategy}-{key}"));
    }

    /// <exception cref="FormatException">The text is not a trade id.</exception>
    public static TradeId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a trade id, such as trade-2026-08-21-AAPL-trend-k3f9x2ab7c.");

    public static bool TryParse(string? text, out TradeId id)
    {
        var isId = TryRead(text, out _, out _);
        id = isId ? new TradeId(text!) : default;
        return isId;
    }

    /// <summary>Whether a text is a trade id.</summary>
    internal static bool IsId(ReadOnlySpan<char> text) => TryRead(text, out _, out _);

    /// <summary>The scope the id was made for, in an account.</summary>
    public Scope ScopeIn(string account) => TryRead(Value, out var symbol, out var strategy)
        ? new Scope(account, strategy.ToString(), new Symbol(symbol.ToString().Replace('+', '/')))
        : throw new InvalidOperationException("The trade id is empty.");

    /// <summary>The trade of an order, whose id begins with the trade's; it was looked at when the order's id was read or made.</summary>
    internal static TradeId Of(OrderId order) => new(order.Value[..order.LengthOfTrade]);

    /// <summary>The id, or null for one that was never set: half the memory of an id that may be null.</summary>
    internal static TradeId? OrNull(TradeId id) => id._value is null ? null : id;

    public bool Equals(TradeId other)
    {
        var (mine, its) = (Value, other.Value);
        if (ReferenceEquals(mine, its)) return true;
        // Ids of a day differ in the key at their end alone.
        return mine.Length == its.Length && mine.Length > 0 && mine[^1] == its[^1] && mine[^2] == its[^2] && mine == its;
    }

    public override int GetHashCode() => IdHash.OfEnd(Value, KeyLength);

    public override string ToString() => Value;

    /// <summary>Takes the id apart. Only the one spelling is read: two ids of one trade would be two trades.</summary>
    private static bool TryRead(ReadOnlySpan<char> text, out ReadOnlySpan<char> symbol, out ReadOnlySpan<char> strategy)
    {
        symbol = strategy = default;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length < Prefix.Length + DayLength + 1 || text[Prefix.Length + DayLength] != '-') return false;
        if (!IsDay(text.Slice(Prefix.Length, DayLength))) return false;
        var rest = text[(Prefix.Length + DayLength + 1)..];
        var key = rest.LastIndexOf('-');
        if (key < 0 || rest.Length - key - 1 != KeyLength || rest[(key + 1)..].ContainsAnyExcept(KeyLetters)) return false;
        rest = rest[..key];
        var name = rest.LastIndexOf('-');
        if (name < 0) return false;
        symbol = rest[..name];
        strategy = rest[(name + 1)..];
        return Scope.IsName(strategy) && IsWritten(symbol);
    }

    /// <summary>Whether a text is a day, written <c>yyyy-MM-dd</c>.</summary>
    private static bool IsDay(ReadOnlySpan<char> text)
    {
        if (text[4] != '-' || text[7] != '-' || text[..4].ContainsAnyExceptInRange('0', '9')
            || text[5..7].ContainsAnyExceptInRange('0', '9') || text[8..].ContainsAnyExceptInRange('0', '9')) return false;
        var (year, month, day) = (((Digit(text[0]) * 10 + Digit(text[1])) * 10 + Digit(text[2])) * 10 + Digit(text[3]), Digit(text[5]) * 10 + Digit(text[6]), Digit(text[8]) * 10 + Digit(text[9]));
        return year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static int Digit(char digit) => digit - '0';

    private static bool IsWritten(ReadOnlySpan<char> symbol)
    {
        if (symbol.Contains('/')) return false;
        if (!symbol.Contains('+')) return Symbol.IsNormal(symbol);
        Span<char> normal = stackalloc char[symbol.Length];
        symbol.Replace(normal, '+', '/');
        return Symbol.IsNormal(normal);
    }

    private static string Written(Symbol symbol) => symbol.Value.Replace('/', '+');
}
