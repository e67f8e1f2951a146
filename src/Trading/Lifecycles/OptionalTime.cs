namespace Trading.Lifecycles;

/// <summary>A time in UTC, or none: a third of the memory of a <see cref="DateTimeOffset"/> that may be null, for what is kept by the hundred thousand.</summary>
internal readonly record struct OptionalTime
{
    /// <summary>One more than the ticks, so that nothing set is no time.</summary>
    private readonly long _next;

    private OptionalTime(long next) => _next = next;

    public static implicit operator OptionalTime(DateTimeOffset? time) => new(time is { } known ? known.UtcTicks + 1 : 0);

    public static implicit operator DateTimeOffset?(OptionalTime time) => time._next == 0 ? null : new DateTimeOffset(time._next - 1, TimeSpan.Zero);
}
