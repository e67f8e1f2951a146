using StackExchange.Redis;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;

namespace Trading.Runtime.Redis;

/// <summary>The names of everything that an environment keeps in Redis, such as <c>{trading:paper}:inbox:risk</c>.</summary>
/// <remarks>
/// The braces are a hash tag: all keys of an environment lie in one slot of a cluster, so that a script may change them together.
/// Several environments share a server without seeing each other.
/// </remarks>
public sealed class RedisKeys
{
    /// <exception cref="ArgumentException">The name is not 1 to 32 characters of a-z, 0-9, - and _.</exception>
    public RedisKeys(string environment)
    {
        if (!IsEnvironment(environment))
            throw new ArgumentException($"'{environment}' is not the name of an environment: 1 to 32 characters of a-z, 0-9, - and _.", nameof(environment));
        Prefix = $"{{trading:{environment}}}:";
        DeadLetters = Prefix + "deadletters";
        Canaries = Prefix + "canaries";
        Lifecycles = Prefix + "lifecycles:host";
    }

    /// <summary>What every key and channel begins with; for an ACL, <c>~{trading:paper}:*</c> and <c>&amp;{trading:paper}:*</c>.</summary>
    public string Prefix { get; }

    /// <summary>A stream: messages that were given up, with the error.</summary>
    public RedisKey DeadLetters { get; }

    /// <summary>A hash: when a canary was put into each inbox, and when it was seen.</summary>
    public RedisKey Canaries { get; }

    /// <summary>A string that ends by itself: which kind of host runs the lifecycles. See <see cref="LifecycleLease"/>.</summary>
    public RedisKey Lifecycles { get; }

    /// <summary>Whether the text may name an environment.</summary>
    public static bool IsEnvironment(string text) =>
        text.Length is >= 1 and <= 32 && !text.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>A stream: what an agent has not handled yet, and nothing else.</summary>
    public RedisKey Inbox(string inbox) => $"{Prefix}inbox:{inbox}";

    /// <summary>A sorted set: ids of the messages that an agent handled, by the time in milliseconds.</summary>
    public RedisKey Handled(string inbox) => $"{Prefix}handled:{inbox}";

    /// <summary>A hash of <c>version</c> and <c>value</c>: a value that copies of an agent share.</summary>
    public RedisKey State(StateKey key) => $"{Prefix}state:{key.Kind}:{key.Owner}";

    /// <summary>A sorted set: the bars of a symbol, by their end in milliseconds.</summary>
    public RedisKey Bars(Symbol symbol, BarPeriod period) => $"{Prefix}bars:{period}:{symbol}";

    /// <summary>A channel on which nothing is said but that something was put into an inbox.</summary>
    public string Bell(string inbox) => $"{Prefix}bell:{inbox}";

    /// <summary>The channel on which an event is told to watchers.</summary>
    public string Channel(EventName name) => $"{Prefix}event:{name}";

    /// <summary>The channels of all events that a pattern may match.</summary>
    public string Channels(EventPattern pattern) => $"{Prefix}event:{pattern}";
}
