using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Trading.Messages;

namespace Trading.Runtime.Delivery;

/// <summary>One copy of an agent at work: takes what is new and what others left, handles it, and ticks by the clock.</summary>
/// <remarks>
/// Any number of copies may run, in one process or many. When the store is out of reach it rests, longer each time, and goes on
/// when the store is back. Stopping it finishes what it has in hand; what it cannot finish, and what a copy that is killed had in
/// hand, is overdue later and goes to another.
/// </remarks>
public sealed partial class InboxWorker
{
    private readonly string _inbox;
    private readonly string _consumer;
    private readonly AgentRunner _runner;
    private readonly IInboxes _inboxes;
    private readonly RedeliveryPolicy _policy;
    private readonly InboxWorkerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ImmutableArray<Timer> _timers;
    private int _atOnce;
    private DateTimeOffset _swept;

    /// <param name="consumer">The copy's name, as no other copy of the agent has it.</param>
    public InboxWorker(
        string consumer, AgentRunner runner, IInboxes inboxes, RedeliveryPolicy policy, InboxWorkerOptions options,
        ImmutableArray<AgentTick> ticks, TimeProvider clock, ILogger<InboxWorker> log)
    {
        (_inbox, _consumer, _runner, _inboxes, _policy) = (runner.Agent.Name, consumer, runner, inboxes, policy);
        (_options, _clock, _log) = (options, clock, log);
        _timers = [.. ticks.Select(tick => new Timer(tick, clock.GetUtcNow()))];
        _atOnce = options.MostAtOnce;
    }

    /// <summary>Entries handled so far, and those found to be handled before.</summary>
    public long Handled { get; private set; }

    /// <summary>Works until it is told to stop; then finishes what it has in hand and returns.</summary>
    /// <param name="bell">Rings for the agent's inbox.</param>
    public async Task RunAsync(IInboxBell bell, CancellationToken stopping)
    {
        using var abandoning = new CancellationTokenSource();
        await using var stop = stopping.Register(() => abandoning.CancelAfter(_options.StopWithin));
        var rest = TimeSpan.Zero;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await TickAsync(abandoning.Token);
                var entries = await TakeAsync(stopping);
                if (rest > TimeSpan.Zero) LogBack(_inbox, _consumer);
                rest = TimeSpan.Zero;
                if (entries.IsEmpty) await bell.WaitAsync(UntilNext(), stopping);
                else await HandleAsync(entries, abandoning.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever the store throws, the copy goes on when the store is back
            catch (Exception fault)
#pragma warning restore CA1031
            {
                if (rest == TimeSpan.Zero) LogAway(fault, _inbox, _consumer);
                rest = rest == TimeSpan.Zero ? _options.LongestRest / 100 : TimeSpan.FromTicks(Math.Min(2 * rest.Ticks, _options.LongestRest.Ticks));
                await RestAsync(rest, stopping);
            }
        }
    }

    private async ValueTask<ImmutableArray<InboxEntry>> TakeAsync(CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        if (now - _swept >= _options.SweepEvery || now < _swept)
        {
            var overdue = await _inboxes.TakeOverdueAsync(_inbox, _consumer, _policy, _atOnce, cancellation);
            // The next look is at once while there is more, so that a long queue of them does not wait for the clock.
            if (overdue.Length < _atOnce) _swept = now;
            if (!overdue.IsEmpty) return overdue;
        }
        return await _inboxes.TakeNewAsync(_inbox, _consumer, _atOnce, cancellation);
    }

    private async ValueTask HandleAsync(ImmutableArray<InboxEntry> entries, CancellationToken cancellation)
    {
        var began = _clock.GetTimestamp();
        foreach (var entry in entries)
            if (await _runner.HandleAsync(entry, cancellation) is HandlingOutcome.Handled or HandlingOutcome.Repeated) Handled++;
        // What waits in hand behind slow work would be overdue, and handed to another, though nobody failed.
        var isSlow = _clock.GetElapsedTime(began) > _policy.First / 4;
        _atOnce = isSlow ? Math.Max(1, _atOnce / 2) : Math.Min(_options.MostAtOnce, 2 * _atOnce);
    }

    private async ValueTask TickAsync(CancellationToken cancellation)
    {
        foreach (var timer in _timers)
        {
            var now = _clock.GetUtcNow();
            if (now < timer.Done) timer.StartOver(now);
            if (now < timer.Due) continue;
            var (tick, from, to) = (timer.Tick, timer.Done, timer.Floor(now));
            try
            {
                var root = MessageId.From($"tick/{_inbox}/{tick.Name}", to.UtcTicks);
                await _runner.TickAsync(root, (agent, outbox) => tick.Act(agent, outbox, from, to, cancellation), cancellation);
                (timer.Done, timer.Due) = (to, to + tick.Every);
            }
#pragma warning disable CA1031 // a timer that fails must not keep the inbox waiting; the next tick begins where this one did
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogTickFailed(fault, _inbox, tick.Name);
                timer.Due = now + _options.RetryTickAfter;
            }
        }
    }

    private TimeSpan UntilNext()
    {
        var now = _clock.GetUtcNow();
        var next = _options.LookEvery < _options.SweepEvery ? _options.LookEvery : _options.SweepEvery;
        foreach (var timer in _timers)
            if (timer.Due - now < next) next = timer.Due - now;
        return next > TimeSpan.Zero ? next : TimeSpan.Zero;
    }

    private async ValueTask RestAsync(TimeSpan rest, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(rest, _clock, cancellation);
        }
        catch (OperationCanceledException)
        {
            // told to stop while it rests
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Consumer} cannot reach the inbox of {Inbox}; it goes on when the inbox is back")]
    private partial void LogAway(Exception fault, string inbox, string consumer);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Consumer} reaches the inbox of {Inbox} again")]
    private partial void LogBack(string inbox, string consumer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Inbox} failed at its tick '{Tick}'; the next begins where this one did")]
    private partial void LogTickFailed(Exception fault, string inbox, string tick);

    private sealed class Timer
    {
        public Timer(AgentTick tick, DateTimeOffset now)
        {
            Tick = tick;
            StartOver(now);
        }

        public AgentTick Tick { get; }

        /// <summary>The time of the last tick that was done.</summary>
        public DateTimeOffset Done { get; set; }

        public DateTimeOffset Due { get; set; }

        /// <summary>For a copy that begins, or whose clock went back.</summary>
        public void StartOver(DateTimeOffset now)
        {
            Done = Floor(now);
            Due = Done + Tick.Every;
        }

        public DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % Tick.Every.Ticks, TimeSpan.Zero);
    }
}
