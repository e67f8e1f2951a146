using Microsoft.Extensions.Logging;
using Trading.MarketData;
using Trading.Runtime.Configuration;
using Trading.Runtime.Journals;

namespace Trading.Runtime.Desks;

/// <summary>A desk on its folder with all that <c>trading run</c> puts together: journal, venue, time, and the door for visitors.</summary>
public sealed class HostedDesk : IAsyncDisposable
{
    private readonly DeskFolder _folder;
    private readonly SqliteJournalFile _file;
    private readonly VenueConnection _connection;

    private HostedDesk(DeskFolder folder, SqliteJournalFile file, VenueConnection connection, LocalDesk desk, bool isAsFastAsPossible)
    {
        (_folder, _file, _connection, Desk) = (folder, file, connection, desk);
        if ((desk.Journal.LastTime ?? connection.Begin) is { } from) connection.Replay?.ForwardTo(from);
        Run = new DeskRun(desk, connection.Replay, isAsFastAsPossible && connection.Venue.NextTime is not null);
    }

    public LocalDesk Desk { get; }

    public DeskRun Run { get; }

    /// <summary>Opens the folder, the venue and the journal, and recovers what that holds. Nothing is done yet.</summary>
    /// <param name="settingsOf">What the desk runs at the venue.</param>
    /// <param name="wall">The time outside.</param>
    /// <param name="isAsFastAsPossible">Whether a venue that replays the past is brought forward as fast as every step can be stored.</param>
    /// <exception cref="IOException">The venue cannot be opened, or the journal not be read; the message says why and what to do.</exception>
    public static async Task<HostedDesk> OpenAsync(
        DeskConfiguration configuration, IVenueFactory factory, Func<IVenue, LocalDeskSettings> settingsOf, DeskFolder folder, IMarketCalendar calendar, TimeProvider wall,
        bool isAsFastAsPossible, ILoggerFactory logs, CancellationToken cancellation)
    {
        folder.Make();
        folder.Claim(factory.Name, configuration.Account);
        var file = SqliteJournalFile.Open(folder.Journal);
        VenueConnection? connection = null;
        try
        {
            connection = await factory.ConnectAsync(new VenueRequest(configuration, folder.Path, calendar, wall), cancellation);
            var desk = LocalDesk.Open(settingsOf(connection.Venue), file, connection.Venue, calendar, connection.Clock, logs);
            return new HostedDesk(folder, file, connection, desk, isAsFastAsPossible);
        }
        catch
        {
            if (connection is not null) await connection.Venue.DisposeAsync();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Runs the desk, with its door open, until it is canceled, its data ends, or its account has a problem that a person has to solve.</summary>
    /// <param name="onStarted">Told once desk and broker agree.</param>
    /// <exception cref="JournalStoppedException">The journal has stopped.</exception>
    public async Task RunAsync(Action onStarted, CancellationToken cancellation)
    {
        await using (LineServer.Start(_folder.Control, Run.AnswerAsync)) await Run.RunAsync(onStarted, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        // What runs behind the desk's back ends before the journal does that it may write to.
        await _connection.Venue.DisposeAsync();
        await Desk.DisposeAsync();
        _file.Dispose();
    }
}
