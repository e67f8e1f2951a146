using System.Threading.Channels;
using Trading.Messages;

namespace Trading.Runtime.Desks;

/// <summary>Runs a desk until it is told to stop: brings its time forward, and lets visitors in between two rounds.</summary>
public sealed class DeskRun(IRunningDesk desk, ReplayClock? replay, bool isAsFastAsPossible)
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BetweenStarts = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileAway = TimeSpan.FromMilliseconds(250);

    /// <summary>A pause in the data that is longer than this is passed over, less the last minute.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private readonly Channel<(ControlRequest Request, TaskCompletionSource<ControlReply> Reply)> _visitors = Channel.CreateBounded<(ControlRequest, TaskCompletionSource<ControlReply>)>(64);

    /// <summary>Whether the data came to its end.</summary>
    public bool HasEnded => desk.Venue.HasEnded;

    /// <summary>Answers a visitor between two rounds. Safe for any number of threads.</summary>
    public async Task<string> AnswerAsync(string line, CancellationToken cancellation)
    {
        if (System.Text.Json.JsonSerializer.Deserialize(line, DeskJson.Default.ControlRequest) is not { } request) return new ControlReply("That is no question.", null).ToLine();
        var reply = new TaskCompletionSource<ControlReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _visitors.Writer.WriteAsync((request, reply), cancellation);
        return (await reply.Task.WaitAsync(cancellation)).ToLine();
    }

    /// <summary>Starts, and goes on until canceled or until the data ends; then handles what is left.</summary>
    /// <remarks>It ends at once where the account has a problem that a person has to do something about: <see cref="IRunningDesk.Problem"/>.</remarks>
    /// <param name="onStarted">Told once desk and broker agree.</param>
    /// <exception cref="Journals.JournalStoppedException">The journal has stopped.</exception>
    public async Task RunAsync(Action onStarted, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && !await UnlessAwayAsync(() => desk.StartAsync(CancellationToken.None)))
        {
            if (desk.Problem is { MayPass: false }) return;
            // What keeps desk and broker apart may be a breaker that waits for a person to reset it.
            await AnswerVisitorsAsync();
            await WaitAsync(BetweenStarts, cancellation);
        }
        if (desk.IsReconciled) onStarted();
        while (!cancellation.IsCancellationRequested)
        {
            if (isAsFastAsPossible) GoToNext();
            else PassOverPause();
            var isHere = await UnlessAwayAsync(() => DoneAsync(desk.TickAsync(CancellationToken.None)));
            await AnswerVisitorsAsync();
            if (!isHere)
            {
                await WaitAsync(WhileAway, cancellation);
                continue;
            }
            if (desk.Venue.HasEnded) break;
            if (!isAsFastAsPossible) await WaitAsync(BetweenRounds, cancellation);
        }
        await UnlessAwayAsync(() => DoneAsync(desk.RunUntilQuietAsync(CancellationToken.None)));
    }

    private static async Task<bool> DoneAsync(Task doing)
    {
        await doing;
        return true;
    }

    /// <summary>What is cut short because the memory is out of reach has been stored or is found again when it is back.</summary>
    private async Task<bool> UnlessAwayAsync(Func<Task<bool>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception fault) when (desk.IsAway(fault))
        {
            return false;
        }
    }

    private void GoToNext()
    {
        var next = desk.Venue.NextTime;
        if (desk.NextWake is { } wake && (next is null || wake < next)) next = wake;
        if (next is { } time) replay?.ForwardTo(time);
    }

    private void PassOverPause()
    {
        if (desk.Venue.NextTime is { } next && next - desk.Now > LongestPause && !(desk.NextWake < next)) replay?.ForwardTo(next - TimeSpan.FromMinutes(1));
    }

    private async Task AnswerVisitorsAsync()
    {
        while (_visitors.Reader.TryRead(out var visitor))
        {
            try
            {
                visitor.Reply.TrySetResult(await AnswerAsync(visitor.Request));
            }
            catch (Exception fault)
            {
                visitor.Reply.TrySetResult(new ControlReply(fault.Message, null));
                if (!desk.IsAway(fault)) throw;
            }
        }
    }

    private async Task<ControlReply> AnswerAsync(ControlRequest request)
    {
        if (request.Problem() is { } problem) return new ControlReply(problem, null);
        if (request.ToSay() is var (name, data))
            await desk.SayAsync(name, Scope.Desk, "desk", data, CancellationToken.None);
        else if (request is { Ask: "reset", Name: { } breaker } && desk.BreakerNames.Contains(breaker))
            await desk.Breakers.ResetAsync(breaker, desk.Now, CancellationToken.None);
        else if (request.Ask == "reset")
            return new ControlReply($"There is no breaker '{request.Name}'; there are {string.Join(", ", desk.BreakerNames)}.", null);
        await desk.RunUntilQuietAsync(CancellationToken.None);
        return new ControlReply(null, await desk.ViewAsync(CancellationToken.None));
    }

    private static async Task WaitAsync(TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(time, TimeProvider.System, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token itself.
        }
    }
}
