using Trading.MarketData;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Tests.Strategies;

/// <summary>What a strategy said of which bar.</summary>
internal sealed record Said(int Bar, StrategySignal Signal)
{
    public ExitSignaled? Exit => Signal.Exit;

    public TradePlan? Entry => Signal.Entry;

    /// <summary>Feeds the bars and keeps the signals, bars counted from zero.</summary>
    public static List<Said> By(IStrategy strategy, ReadOnlySpan<Bar> bars)
    {
        var said = new List<Said>();
        for (var i = 0; i < bars.Length; i++)
            if (strategy.OnBar(bars[i]) is { } signal) said.Add(new Said(i, signal));
        return said;
    }

    /// <summary>Everything in the signal, the stop policies one by one.</summary>
    public string InFull(int shift = 0) =>
        $"{Bar + shift}: {Exit} | {Entry?.ToString() ?? "no entry"} [{(Entry is null ? "" : string.Join(", ", Entry.StopPolicies))}]";

    /// <summary>In short: <c>3 exit Short, 3 enter Long</c>.</summary>
    public override string ToString() =>
        string.Join(", ", new[] { Exit is null ? null : $"{Bar} exit {Exit.Direction}", Entry is null ? null : $"{Bar} enter {Entry.Direction}" }.OfType<string>());
}
