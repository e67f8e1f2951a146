namespace Trading.Runtime.Findings;

/// <summary>What a difference between this machine's clock and another's means.</summary>
/// <remarks>Orders are found again by when they were entered, and tokens by their age: a clock that is off by minutes breaks both.</remarks>
public static class ClockFinding
{
    private const string Do = "have the system keep the time by NTP";
    private static readonly TimeSpan Slight = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Bad = TimeSpan.FromSeconds(60);

    /// <param name="ahead">By how much this machine's clock is ahead. Half a second is no difference: some clocks count whole ones.</param>
    public static Finding Of(string check, TimeSpan ahead, string host)
    {
        var off = ahead.Duration();
        var says = off < TimeSpan.FromSeconds(1.5) ? $"as that of {host}" : $"{off.TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} {host}";
        return off >= Bad ? new(check, Health.Bad, says, Do) : off >= Slight ? new(check, Health.Warning, says, Do) : new(check, Health.Good, says);
    }
}
