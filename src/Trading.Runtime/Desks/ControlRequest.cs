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
    /// <summary>The most characters of a reason: a message has to hold it.</summary>
    public const int LongestReason = 1_000;

    public string ToLine() => JsonSerializer.Serialize(this, DeskJson.Default.ControlRequest);

    /// <summary>What is wrong with it, or null: a visitor's slip must not reach the desk.</summary>
    public string? Problem() =>
        Reason is { Length: > LongestReason } ? $"The reason is {Reason.Length:N0} characters long, and {LongestReason:N0} are kept."
        : IsQuestion() || ToSay() is not null || this is { Ask: "reset", Name: not null } ? null
        : $"'{Ask}' is not a question.";

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
