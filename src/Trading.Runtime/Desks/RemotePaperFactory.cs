namespace Trading.Runtime.Desks;

/// <summary>A paper account at an exchange in another process: <c>trading exchange</c>.</summary>
public sealed class RemotePaperFactory(string socket) : IVenueFactory
{
    public string Name => PaperVenueFactory.BrokerName;

    public async Task<VenueConnection> ConnectAsync(VenueRequest request, CancellationToken cancellation)
    {
        var venue = await RemotePaper.ConnectAsync(socket, request.Wall, cancellation);
        if (venue.Account != request.Configuration.Account)
            throw new IOException($"The exchange at {socket} keeps account '{venue.Account}', and the desk is configured for '{request.Configuration.Account}'.");
        return new VenueConnection(venue, venue.Clock, venue.Clock, null);
    }
}
