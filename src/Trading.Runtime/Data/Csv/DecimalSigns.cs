namespace Trading.Runtime.Data;

/// <summary>Finds out whether prices are written with a decimal point or a decimal comma.</summary>
internal static class DecimalSigns
{
    /// <summary>Point or comma, or null when every price can be read either way, as <c>1,234</c> can.</summary>
    public static char? Find(IEnumerable<string> prices)
    {
        var ambiguous = false;
        foreach (var price in prices)
        {
            if (price.AsSpan().ContainsAnyExcept("0123456789.,$- ")) continue;
            int comma = price.LastIndexOf(','), point = price.LastIndexOf('.');
            if (comma < 0 && point < 0) continue;
            if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
            if (point >= 0) return price.IndexOf('.') == point ? '.' : ',';
            if (price.IndexOf(',') != comma) return '.';
            // A single comma with other than three digits behind it parts no thousands.
            if (price.Length - comma - 1 != 3) return ',';
            ambiguous = true;
        }
        return ambiguous ? null : '.';
    }
}
