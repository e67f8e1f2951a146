using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using TradingFunctions.Brokers;

namespace TradingFunctions.Timers;

/// <summary>Has the login renewed before it is due, so that no order waits for it, and its end warned of. Nothing to do without a login.</summary>
/// <remarks>A run that is past due renews all the same.</remarks>
public sealed partial class RefreshSchwabToken(IDeskAccount account, DeskClient clients, ILogger<RefreshSchwabToken> log)
{
    [Function(nameof(RefreshSchwabToken))]
    public async Task RunAsync([TimerTrigger("20 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        var answer = await account.RefreshLoginAsync(cancellation);
        if (!answer.IsDone) LogNotRenewed(answer.Code, answer.Reason);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The login was not renewed, {Code}: {Reason}")]
    private partial void LogNotRenewed(string code, string reason);
}
