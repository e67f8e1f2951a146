namespace Trading.Runtime.Data;

/// <summary>The zone of times that are written without an offset.</summary>
public enum TimeZoneOfRows
{
    /// <summary>The time of the US exchanges, New York's.</summary>
    Exchange,
    Utc,
}
