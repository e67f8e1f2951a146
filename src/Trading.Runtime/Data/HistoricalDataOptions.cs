using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>How files of prices are to be understood. What is left out is found out from the files.</summary>
public sealed record HistoricalDataOptions
{
    /// <summary>The period of the rows; null takes the most common step between rows of a symbol.</summary>
    public BarPeriod? Period { get; init; }

    /// <summary>The symbol of files that have no column for it; null takes it from the name of the file.</summary>
    public Symbol? Symbol { get; init; }

    /// <summary>The zone of times that are written without an offset. Numbers since 1970 are UTC always.</summary>
    public TimeZoneOfRows Zone { get; init; } = TimeZoneOfRows.Exchange;

    /// <summary>Whether the time of an intraday row is the start of its bar or the end.</summary>
    public BarStamp Stamp { get; init; } = BarStamp.Start;

    /// <summary>Whether 01/02 is the 2nd of January or the 1st of February; null finds out, and takes the first when both fit.</summary>
    public DayAndMonth? Dates { get; init; }

    /// <summary>The sign ahead of a price's decimals, point or comma; null finds out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither a point nor a comma.</exception>
    public char? DecimalSign
    {
        get;
        init => field = value is null or '.' or ','
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The decimal sign is a point or a comma.");
    }

    /// <summary>
    /// Whether prices are scaled by adjusted close over close, row by row, in files that have an adjusted close. Volumes stay.
    /// </summary>
    public bool UseAdjustedClose { get; init; }

    /// <summary>What becomes of rows that are no bars.</summary>
    public BadRows BadRows { get; init; } = BadRows.Refuse;

    /// <summary>
    /// Where the bars read from text are kept in <c>.bars</c> files, so that they need not be read from text again; null keeps
    /// none. A folder that cannot be written is noted, and the data is used without.
    /// </summary>
    public string? CacheDirectory { get; init; }

    /// <summary>
    /// The user's own place for caches: <c>$XDG_CACHE_HOME</c> or <c>~/.cache</c>, on Windows the local application data;
    /// in it <c>trading/bars</c>. Null when the user has no home.
    /// </summary>
    public static string? DefaultCacheDirectory
    {
        get
        {
            var root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(root))
            {
                var home = Environment.GetFolderPath(OperatingSystem.IsWindows()
                    ? Environment.SpecialFolder.LocalApplicationData
                    : Environment.SpecialFolder.UserProfile);
                if (home.Length == 0) return null;
                root = OperatingSystem.IsWindows() ? home : Path.Combine(home, ".cache");
            }
            return Path.Combine(root, "trading", "bars");
        }
    }
}
