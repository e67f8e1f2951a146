using StackExchange.Redis;

namespace Trading.Runtime.Redis;

/// <summary>Which kind of host runs the lifecycles of an environment. Any number of copies of one kind may; two kinds never.</summary>
/// <remarks>
/// Each kind keeps the states of trades where the other does not look, and takes what the other is to hear out of the inbox they share. The
/// lease ends by itself some time after its last holder did; a trade that is open then is known to that kind alone.
/// </remarks>
/// <param name="kind">What this process is: <see cref="Azure"/> or <see cref="Agents"/>.</param>
public sealed class LifecycleLease(IConnectionMultiplexer redis, RedisKeys keys, string kind)
{
    /// <summary>Durable orchestrations.</summary>
    public const string Azure = "the Azure host";

    /// <summary>Values in the state store of Redis.</summary>
    public const string Agents = "trading run --bus redis or trading agent lifecycles";

    /// <summary>How long after its last holder another kind may take it.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    /// <summary>How often whoever has it is to take it again.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(15);

    private readonly IDatabase _database = redis.GetDatabase();

    /// <summary>Takes it, or keeps it. Where Redis does not answer its exceptions go on.</summary>
    /// <returns>Null when it is ours, else why it is not and what to do.</returns>
    public async ValueTask<string?> TakeAsync()
    {
        var holder = (string)(await RedisScript.Lease.RunAsync(_database, [keys.Lifecycles], [kind, (long)Lasts.TotalMilliseconds]))!;
        return holder == kind
            ? null
            : $"The lifecycles of this desk are run by {holder}, and its trades are known there alone. Stop that first, with no trade open, and wait {Lasts.TotalSeconds} s; or give this desk another environment.";
    }

    /// <summary>Takes it, and works while it is ours. Where Redis does not answer it waits.</summary>
    /// <param name="work">Ends when it is told to; told to by its token when it is not ours any more.</param>
    /// <returns>Why it is not ours; null when the work ended.</returns>
    public async Task<string?> WorkAsync(Func<CancellationToken, Task> work, TimeProvider clock, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var working = Task.CompletedTask;
        var (hasBegun, elsewhere) = (false, default(string));
        while (elsewhere is null && !stopping.IsCancellationRequested && !(hasBegun && working.IsCompleted))
        {
            try
            {
                elsewhere = await TakeAsync();
                if (elsewhere is null && !hasBegun) (working, hasBegun) = (work(ending.Token), true);
            }
            catch (Exception away) when (away is RedisException or TimeoutException)
            {
                // Nobody else can take it either, and nothing is handled meanwhile.
            }
            if (elsewhere is null) await Task.WhenAny(hasBegun ? working : Task.Delay(Timeout.Infinite, stopping), Task.Delay(Between, clock, stopping));
        }
        await ending.CancelAsync();
        await working;
        return elsewhere;
    }
}
