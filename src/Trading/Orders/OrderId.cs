using System.Globalization;
using System.Text.Json.Serialization;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Orders;

/// <summary>The identity of an order: its trade, its leg, and the how-manieth attempt at that leg.</summary>
/// <remarks>
/// Written <c>trade-2026-08-21-AAPL-trend-k3f9x2ab7c-exit-2</c>. It is the client order id the broker is given, so an order
/// seen at the broker tells its trade, strategy and symbol. Legal as a Durable instance id.
/// </remarks>
[JsonConverter(typeof(OrderIdJsonConverter))]
public readonly record struct OrderId
{
    /// <summary>The leg, the number, and as much of the trade's key as makes the rest.</summary>
    private const int HashedLength = 18;

    private readonly string? _value;

    private OrderId(string value) => _value = value;

    public OrderId(TradeId trade, OrderRole role, int attempt)
        : this(string.Concat(trade.Value, Leg(role), attempt.ToString(CultureInfo.InvariantCulture)))
    {
    }

    public string Value => _value ?? "";

    /// <summary>The trade that the order is of.</summary>
    /// <exception cref="InvalidOperationException">The id is empty.</exception>
    internal TradeId Trade => _value is null ? throw new InvalidOperationException("The order id is empty.") : TradeId.Of(this);

    /// <summary>How much of the id is the trade's: all ahead of the leg and the number.</summary>
    internal int LengthOfTrade => Value.LastIndexOf('-', Value.LastIndexOf('-') - 1);

    /// <exception cref="FormatException">The text is not an order id.</exception>
    public static OrderId Parse(string text) => TryParse(text, out var id, out _, out _)
        ? id
        : throw new FormatException($"'{text}' is not an order id: a trade id, a leg (entry, stop, target, exit) and a number.");

    /// <summary>Reads an order id, or a client order id of ours that carries the mark of a replacement.</summary>
    public static bool TryParse(string? text, out OrderId id, out TradeId trade, out OrderRole role)
    {
        trade = default;
        if (!TryRead(text, out id, out var end, out role) || !TradeId.TryParse(text![..end], out trade))
        {
            id = default;
            return false;
        }
        return true;
    }

    /// <summary>The same for who does not ask for the trade, whose id would be another text.</summary>
    public static bool TryParse(string? text, out OrderId id)
    {
        if (TryRead(text, out id, out var end, out _) && TradeId.IsId(text.AsSpan(0, end))) return true;
        id = default;
        return false;
    }

    /// <summary>Takes off the leg and the number.</summary>
    /// <param name="end">Where the id of the trade ends, which is not looked at here.</param>
    private static bool TryRead(string? text, out OrderId id, out int end, out OrderRole role)
    {
        id = default;
        role = default;
        end = -1;
        if (text is null) return false;
        var last = text.LastIndexOf('-');
        end = last > 0 ? text.LastIndexOf('-', last - 1) : -1;
        if (end < 0) return false;
        var number = text.AsSpan(last + 1);
        var leg = text.AsSpan(end + 1, last - end - 1);
        var mark = number.IndexOf('r');
        if (mark >= 0)
        {
            if (!IsCount(number[(mark + 1)..])) return false;
            number = number[..mark];
            text = text[..(last + 1 + mark)];
        }
        if (!IsCount(number) || !TryRole(leg, out role)) return false;
        id = new OrderId(text);
        return true;
    }

    /// <summary>Whether it is an order of a trade, whose id begins it.</summary>
    internal bool IsOf(TradeId trade)
    {
        var (text, id) = (Value, trade.Value);
        // The ends of ids differ, their beginnings do not.
        return text.Length > id.Length && id.Length > 0 && text[id.Length] == '-' && text[id.Length - 1] == id[^1] && text.StartsWith(id, StringComparison.Ordinal);
    }

    /// <summary>The client order id of the <paramref name="replacement"/>th replacement; the order itself for zero.</summary>
    public string ClientOrderId(int replacement) =>
        replacement == 0 ? Value : string.Create(CultureInfo.InvariantCulture, $"{Value}r{replacement}");

    /// <summary>The number of the replacement that a client order id of this order carries; zero for the order itself.</summary>
    public int ReplacementOf(string clientOrderId) =>
        clientOrderId.Length > Value.Length && clientOrderId[Value.Length] == 'r' && clientOrderId.StartsWith(Value, StringComparison.Ordinal)
        && int.TryParse(clientOrderId.AsSpan(Value.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var replacement)
            ? replacement
            : 0;

    /// <summary>The id, or null for one that was never set: half the memory of an id that may be null.</summary>
    internal static OrderId? OrNull(OrderId id) => id._value is null ? null : id;

    public bool Equals(OrderId other) => Value == other.Value;

    public override int GetHashCode() => IdHash.OfEnd(Value, HashedLength);

    public override string ToString() => Value;

    // Only the one spelling: two ids of one order would be two orders.
    private static bool IsCount(ReadOnlySpan<char> number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 && number[0] != '0';

    private static string Leg(OrderRole role) => role switch
    {
        OrderRole.Entry => "-entry-",
        OrderRole.Stop => "-stop-",
        OrderRole.Target => "-target-",
        OrderRole.Exit => "-exit-",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a leg of a trade."),
    };

    private static bool TryRole(ReadOnlySpan<char> word, out OrderRole role)
    {
        switch (word)
        {
            case "entry": role = OrderRole.Entry; return true;
            case "stop": role = OrderRole.Stop; return true;
            case "target": role = OrderRole.Target; return true;
            case "exit": role = OrderRole.Exit; return true;
            default: role = default; return false;
        }
    }
}
