namespace Trading.Runtime.Findings;

/// <summary>Compares this machine's clock with that of a broker, by the <c>Date</c> header of any answer.</summary>
public static class ClockCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    public static async Task<Finding> RunAsync(string check, Uri address, TimeProvider clock, CancellationToken cancellation)
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
                ? ClockFinding.Of(check, asked + ((answered - asked) / 2) - theirs, address.Host)
                : new(check, Health.Warning, $"{address.Host} does not tell the time", "compare it by hand");
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException || (unreachable is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(check, Health.Bad, $"{address.Host} cannot be reached", "check the network, a proxy, a firewall");
        }
    }
}
