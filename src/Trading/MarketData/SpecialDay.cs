namespace Trading.MarketData;

/// <summary>A weekday on which an exchange does not keep its usual hours.</summary>
/// <param name="Date">The day in the exchange's own zone.</param>
/// <param name="Name">The holiday or the reason, in words.</param>
/// <param name="Session">The shortened session, or null when the exchange is closed all day.</param>
public sealed record SpecialDay(DateOnly Date, string Name, Session? Session)
{
    public bool IsClosed => Session is null;
}
