using System.Text.Json;
using Trading.Messages;
using Trading.Risk;

namespace Trading.Runtime.Desks;

/// <summary>What a visitor asks of a running desk.</summary>
/// <param name="Ask">status, trades, orders, positions, breakers, reset, halt, resume or flatten.</param>
/// <param name="Name">The breaker to reset.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record ControlRequest(string Ask, string? Name = null, string? Reason = null)
{
    public string ToLine() => JsonSerializer.Serialize(this, DeskJson.Default.ControlRequest);

    /// <summary>Whether it only wants to look.</summary>
    public bool IsQuestion() => Ask is "status" or "trades" or "orders" or "positions" or "breakers";

    /// <summary>What is said on the desk for it; null where nothing is.</summary>
    public (EventName Name, Payload Data)? ToSay()
    {
        var reason = Reason ?? "asked for by a person";
        return Ask switch
        {
            "halt" => (EventNames.HaltRequested, new HaltRequested(TradingState.Halted, Flatten: false, reason)),
            "flatten" => (EventNames.HaltRequested, new HaltRequested(TradingState.Halted, Flatten: true, reason)),
            "resume" => (EventNames.ResumeRequested, new ResumeRequested(reason)),
            _ => null,
        };
    }
}
