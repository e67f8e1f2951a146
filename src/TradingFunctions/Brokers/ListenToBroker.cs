using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trading.Runtime.Brokers;

namespace TradingFunctions.Brokers;

/// <summary>Runs beside the functions of each instance: asserts that the account is the one configured, then listens to its broker's stream.</summary>
public sealed partial class ListenToBroker(
    IDeskAccount account, IOrderNews news, AccountCheck check, DeskClient clients, TimeProvider clock, ILogger<ListenToBroker> log) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Calls pass the breakers, which are entities: there is no client of theirs before a function has run.
        await clients.FirstAsync(stoppingToken);
        while (!await IsAsConfiguredAsync(stoppingToken)) await Task.Delay(BetweenTries, clock, stoppingToken);
        while (!await HasEndedAsync(stoppingToken)) await Task.Delay(BetweenTries, clock, stoppingToken);
    }

    private async Task<bool> IsAsConfiguredAsync(CancellationToken cancellation)
    {
        try
        {
            check.Found(await account.ProblemAsync(cancellation));
            if (check.Problem is { } problem) LogNotAsConfigured(problem);
            return check.Problem is null;
        }
#pragma warning disable CA1031 // whatever keeps the account from being read, it is asked again and nothing is opened meanwhile
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotRead(fault);
            return false;
        }
    }

    private async Task<bool> HasEndedAsync(CancellationToken cancellation)
    {
        try
        {
            await account.ListenAsync(news, cancellation);
            return true;
        }
#pragma warning disable CA1031 // a stream that fails is begun again; the sweep finds what it missed
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogStreamFailed(fault);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing is opened: {Problem}")]
    private partial void LogNotAsConfigured(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The account at the broker could not be read; nothing is opened until it is")]
    private partial void LogNotRead(Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "The broker's stream of order news failed; it is begun again")]
    private partial void LogStreamFailed(Exception fault);
}
