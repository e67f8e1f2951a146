namespace Trading.BrokerContract;

/// <summary>The time on the wall, or so much before or after it.</summary>
public sealed class WallClock(TimeSpan off = default) : HeldTimers
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + off;
}
