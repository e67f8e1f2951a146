namespace Trading.Cli.Doctor;

/// <summary>Compares this machine's clock with that of a broker, by the <c>Date</c> header of any answer.</summary>
/// <remarks>Orders are found again by when they were entered, and tokens by their age: a clock that is off by minutes breaks both.</remarks>
internal static class ClockCheck
{
    private static readonly TimeSpan Slight = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Bad = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    public static async Task<Finding> RunAsync(Uri address, TimeProvider clock, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Longest);
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            var asked = clock.GetUtcNow();
            using var response = await client.SendAsync(request, limit.Token);
            var answered = clock.GetUtcNow();
            return response.Headers.Date is { } theirs
                ? Judge(asked + ((answered - asked) / 2) - theirs, address.Host)
                : new("clock", Health.Warning, $"{address.Host} does not tell the time", "compare it by hand");
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException || (unreachable is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new("clock", Health.Bad, $"{address.Host} cannot be reached", "check the network, a proxy, a firewall");
        }
    }

    // The header counts whole seconds, so that half a second is no difference.
    internal static Finding Judge(TimeSpan ahead, string host)
    {
        var off = ahead.Duration();
        var says = off < TimeSpan.FromSeconds(1.5) ? $"as that of {host}" : $"{off.TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} {host}";
        const string Do = "have the system keep the time by NTP";
        return off >= Bad ? new("clock", Health.Bad, says, Do) : off >= Slight ? new("clock", Health.Warning, says, Do) : new("clock", Health.Good, says);
    }
}
