using System.Text.Json;
using Trading.Trades;

namespace TradingFunctions.Lifecycles;

/// <summary>What an orchestration of a trade or an order starts with, the first time and each time it is continued as new.</summary>
/// <remarks>Everything that decides what it does next is in here, so that a change of configuration leaves running trades alone.</remarks>
public sealed record LifecycleInput
{
    /// <summary>The version this program writes. It reads all older ones.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>The trade or order as JSON; null before its first message.</summary>
    public JsonElement? State { get; init; }

    /// <summary>The message it was started with; null when it is continued.</summary>
    public LifecycleEvent? First { get; init; }

    /// <summary>The habits of a trade that begins.</summary>
    public TradeSettings Settings { get; init; } = TradeSettings.Default;

    /// <summary>How long an ended lifecycle stays to hear late news before it completes. After that news opens it again.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(30);

    /// <exception cref="InvalidOperationException">A newer program wrote it.</exception>
    public void Check(string instance)
    {
        if (Version is < 1 or > CurrentVersion)
            throw new InvalidOperationException($"{instance} was written by a program of version {Version} and this one reads up to {CurrentVersion}: deploy the newer program again.");
    }
}
