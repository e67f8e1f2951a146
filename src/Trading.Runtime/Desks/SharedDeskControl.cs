using System.Collections.Immutable;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.Messages;
using Trading.Runtime.Delivery;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Desks;

/// <summary>Lets a visitor look at a desk and tell it what to do by way of Redis, whoever runs it: one process, several, or agents alone.</summary>
/// <param name="clock">The wall's. A desk that replays the past lives in a time of its own, which Redis does not tell.</param>
public sealed class SharedDeskControl(RedisDesk redis, string account, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private static readonly ImmutableArray<string> Breakers = [PaperExchange.BreakerName, BreakerNames.AlpacaPaper, BreakerNames.AlpacaLive, BreakerNames.Schwab];

    /// <summary>The desk as it is in Redis. Whether it agrees with its broker is not known there.</summary>
    public async Task<DeskView> ViewAsync(CancellationToken cancellation) =>
        await DeskViews.OfAsync(redis, account, clock.GetUtcNow(), await BreakersAsync(cancellation), cancellation);

    /// <summary>Says an order to the desk, such as a halt, and waits until the agent that decides on trading has taken it.</summary>
    /// <returns>Whether it was taken within the longest wait. When not, it lies in the agent's inbox and is obeyed when one comes.</returns>
    public async Task<bool> SayAsync(EventName name, Payload data, TimeSpan longest, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var message = Message.First(MessageId.From($"{name}/terminal/{Environment.MachineName}-{Environment.ProcessId}", now.UtcTicks), name, "desk", now, "desk", Scope.Desk, data);
        await redis.Bus.PublishAsync(message, cancellation);
        var began = clock.GetTimestamp();
        while (!await redis.Steps.IsHandledAsync(new InboxEntry(AgentNames.Risk, "", message, 1), cancellation))
        {
            if (clock.GetElapsedTime(began) >= longest) return false;
            await Task.Delay(BetweenLooks, clock, cancellation);
        }
        return true;
    }

    /// <summary>Closes a breaker.</summary>
    /// <returns>The breakers there are, when it is none of them; null when it was done.</returns>
    public async Task<ImmutableArray<string>?> ResetAsync(string breaker, CancellationToken cancellation)
    {
        var known = (await BreakersAsync(cancellation)).Select(one => one.Name).ToImmutableArray();
        if (!known.Contains(breaker)) return known;
        await redis.BreakersOf([new(breaker, BreakerOptions.Default)]).ResetAsync(breaker, clock.GetUtcNow(), cancellation);
        return null;
    }

    /// <summary>The breakers that some process has used.</summary>
    private async Task<List<BreakerView>> BreakersAsync(CancellationToken cancellation)
    {
        var views = new List<BreakerView>();
        foreach (var name in Breakers)
            if ((await redis.State.LoadAsync<Breaker>(new StateKey(SharedBreakers.Kind, name), cancellation)).Value is { } breaker) views.Add(DeskViews.Of(name, breaker));
        return views;
    }
}
