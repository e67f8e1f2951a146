using System.Globalization;
using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.MarketData;

/// <summary>A price in US dollars a share, exact to eight decimals.</summary>
/// <remarks>
/// Held as a whole number of hundred-millionths, so that comparing two prices is comparing two integers. The range is
/// plus or minus 92 billion dollars. Converts to <see cref="decimal"/> without loss; a <see cref="decimal"/> becomes a
/// price through <see cref="FromDecimal"/>, which rounds half to even past the eighth decimal. Amounts of money (price
/// times quantity) are <see cref="decimal"/>.
/// </remarks>
[JsonConverter(typeof(PriceJsonConverter))]
public readonly struct Price : IEquatable<Price>, IComparable<Price>, ISpanFormattable, ISpanParsable<Price>
{
    /// <summary>How many units make a dollar.</summary>
    public const long UnitsPerDollar = 100_000_000;

    private const int Decimals = 8;

    private Price(long units) => Units = units;

    public static Price Zero => default;
    public static Price MaxValue => new(long.MaxValue);

    /// <summary>The price in hundred-millionths of a dollar.</summary>
    public long Units { get; }

    public bool IsPositive => Units > 0;

    public static Price FromUnits(long units) => new(units);

    /// <summary>The nearest price to <paramref name="dollars"/>, half to even.</summary>
    /// <exception cref="OverflowException">The amount is outside the range of a price.</exception>
    public static Price FromDecimal(decimal dollars) =>
        new(decimal.ToInt64(decimal.Round(dollars * UnitsPerDollar, MidpointRounding.ToEven)));

    /// <summary>The nearest price to an indicator's value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a number, infinite or outside the range.</exception>
    public static Price FromDouble(double dollars)
    {
        var units = Math.Round(dollars * UnitsPerDollar, MidpointRounding.ToEven);
        if (!(Math.Abs(units) < long.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(dollars), dollars, "A price must be a finite number within 92 billion dollars.");
        return new Price((long)units);
    }

    public decimal ToDecimal() => new(
        unchecked((int)Math.Abs(Units)), unchecked((int)(Math.Abs(Units) >> 32)), 0, Units < 0, Decimals);

    /// <summary>The price as an approximate number, for indicators.</summary>
    public double ToDouble() => (double)Units / UnitsPerDollar;

    /// <summary>Rounds down to a multiple of <paramref name="tick"/>: what a buyer's limit does.</summary>
    public Price RoundDown(Price tick) => new(Units - Modulo(Units, tick.Units));

    /// <summary>Rounds up to a multiple of <paramref name="tick"/>: what a seller's limit does.</summary>
    public Price RoundUp(Price tick) => new(Units + Modulo(-Units, tick.Units));

    /// <summary>
    /// The smallest step an order's price may have: a cent from one dollar up, a hundredth of a cent below
    /// (Regulation NMS, Rule 612, 17 CFR 242.612).
    /// </summary>
    public Price TickSize() => Units >= UnitsPerDollar ? new Price(UnitsPerDollar / 100) : new Price(UnitsPerDollar / 10_000);

    public static Price Min(Price left, Price right) => left < right ? left : right;
    public static Price Max(Price left, Price right) => left > right ? left : right;

    public static implicit operator decimal(Price price) => price.ToDecimal();
    public static explicit operator Price(decimal dollars) => FromDecimal(dollars);
    public static Price operator +(Price left, Price right) => new(checked(left.Units + right.Units));
    public static Price operator -(Price left, Price right) => new(checked(left.Units - right.Units));
    public static Price operator -(Price price) => new(-price.Units);
    public static bool operator <(Price left, Price right) => left.Units < right.Units;
    public static bool operator >(Price left, Price right) => left.Units > right.Units;
    public static bool operator <=(Price left, Price right) => left.Units <= right.Units;
    public static bool operator >=(Price left, Price right) => left.Units >= right.Units;
    public static bool operator ==(Price left, Price right) => left.Units == right.Units;
    public static bool operator !=(Price left, Price right) => left.Units != right.Units;

    public int CompareTo(Price other) => Units.CompareTo(other.Units);
    public bool Equals(Price other) => Units == other.Units;
    public override bool Equals(object? obj) => obj is Price other && Equals(other);
    public override int GetHashCode() => Units.GetHashCode();

    /// <summary>Plain dollars without trailing zeros, two decimals at least: <c>187.50</c>, <c>0.9875</c>.</summary>
    public override string ToString() => ToDecimal().ToString("0.00######", CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) =>
        ToDecimal().ToString(format ?? "0.00######", formatProvider ?? CultureInfo.InvariantCulture);

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        ToDecimal().TryFormat(destination, out charsWritten, format.IsEmpty ? "0.00######" : format, provider ?? CultureInfo.InvariantCulture);

    public static Price Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    public static Price Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var price) ? price : throw new FormatException($"'{s}' is not a price in dollars, such as 187.50.");

    public static bool TryParse(string? s, IFormatProvider? provider, out Price result) => TryParse(s.AsSpan(), provider, out result);

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Price result)
    {
        result = default;
        if (!decimal.TryParse(s, NumberStyles.Float, provider ?? CultureInfo.InvariantCulture, out var dollars)) return false;
        if (Math.Abs(dollars) > MaxValue.ToDecimal()) return false;
        result = FromDecimal(dollars);
        return true;
    }

    private static long Modulo(long value, long divisor) => (value % divisor + divisor) % divisor;
}
