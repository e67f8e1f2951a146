namespace Trading.Runtime.Exchange;

/// <summary>The times that belong to one happening, in ticks of UTC.</summary>
/// <param name="TradedAt">When it happened; what comes of it may trade from then on.</param>
/// <param name="SessionAt">A time in the session it belongs to: the start of a bar that ends with the session.</param>
/// <param name="NewsAt">When it is told: a bar is known only when it has ended.</param>
internal readonly record struct Moment(long TradedAt, long SessionAt, long NewsAt)
{
    public static Moment At(long ticks) => new(ticks, ticks, ticks);

    public static DateTimeOffset TimeOf(long ticks) => new(ticks, TimeSpan.Zero);
}
