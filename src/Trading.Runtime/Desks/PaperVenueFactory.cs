using Trading.Runtime.Data;

namespace Trading.Runtime.Desks;

/// <summary>A paper account in the desk's own process, at an exchange that replays bars.</summary>
/// <param name="data">The bars.</param>
/// <param name="dataName">The bars in words; an account goes on only with the bars it began with.</param>
/// <param name="speed">Seconds of the desk for a second of the wall; zero for as fast as possible.</param>
public sealed class PaperVenueFactory(HistoricalData data, string dataName, double speed) : IVenueFactory
{
    public const string BrokerName = "paper";
    public const string LogName = "paper.log";

    public string Name => BrokerName;

    public Task<VenueConnection> ConnectAsync(VenueRequest request, CancellationToken cancellation)
    {
        var clock = new ReplayClock(request.Wall, speed);
        var log = PaperLog.Open(Path.Combine(request.Folder, LogName), dataName);
        var exchange = new PaperExchange(request.Configuration.Account, request.Calendar, data, request.Configuration.Exchange, log, clock);
        return Task.FromResult(new VenueConnection(exchange, clock, clock, exchange.Now));
    }
}
