using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TradingFunctions.Delivery;

/// <summary>Runs beside the functions of each instance: has what the instance said handled at once, by as many as its triggers would.</summary>
/// <remarks>What was rung for is taken from the stream, as a trigger does, so that whoever comes first handles it, and nobody twice.</remarks>
public sealed partial class AnswerDoorbell(Doorbell doorbell, InboxService inboxes, DeskClient clients, ILogger<AnswerDoorbell> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Lifecycles and breakers are reached by the client of a function; there is none before one has run.
        await clients.FirstAsync(stoppingToken);
        await Task.WhenAll(InboxService.Inboxes.SelectMany(inbox => Enumerable.Range(0, inboxes.AtOnceOf(inbox)).Select(_ => AnswerAsync(inbox, stoppingToken))));
    }

    private async Task AnswerAsync(string inbox, CancellationToken stopping)
    {
        await foreach (var entry in doorbell.RingsOf(inbox, stopping))
        {
            try
            {
                await inboxes.TakeAsync(inbox, entry, stopping);
            }
#pragma warning disable CA1031 // the entry stays in its stream, where the trigger or the sweep finds it
            catch (Exception fault) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogLeft(fault, entry, inbox);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Entry} in the inbox of {Inbox} could not be taken; its trigger or the sweep finds it")]
    private partial void LogLeft(Exception fault, string entry, string inbox);
}
