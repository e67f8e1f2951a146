using Trading.Runtime.Desks;

namespace Trading.BrokerContract.Desks;

/// <summary>A desk that runs, and is looked at through its door as a person does from another terminal.</summary>
public sealed class FloorDesk : IAsyncDisposable
{
    private readonly HostedDesk _desk;
    private readonly DeskFolder _folder;
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _isStarted;

    public FloorDesk(HostedDesk desk, DeskFolder folder)
    {
        (_desk, _folder) = (desk, folder);
        Running = desk.RunAsync(() => _isStarted = true, _stop.Token);
    }

    /// <summary>Ends when the desk does.</summary>
    public Task Running { get; }

    /// <summary>Whether desk and broker agreed at the start.</summary>
    public bool IsStarted => _isStarted;

    public LocalDesk Desk => _desk.Desk;

    public async Task<DeskView> LookAsync() =>
        (await _folder.AskAsync(new ControlRequest("status"), TestContext.Current.CancellationToken))?.View ?? throw new InvalidOperationException("The desk does not answer.");

    /// <summary>Stops it as Ctrl-C does.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Running;
        await _desk.DisposeAsync();
        _stop.Dispose();
    }
}
