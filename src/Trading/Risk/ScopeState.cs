using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Risk;

/// <summary>Why a scope does not trade freely. One scope may have several, each with its code; the strictest holds.</summary>
/// <param name="Code">The tripped limit, or <see cref="Requested"/>.</param>
/// <param name="Since">When it was asked for or tripped, in UTC.</param>
/// <param name="Flatten">Whether open trades are left as well.</param>
/// <param name="LiftsAt">When it lifts by itself, in UTC; null when somebody must resume.</param>
public sealed record ScopeState(Scope Scope, TradingState State, string Code, string Reason, DateTimeOffset Since, bool Flatten, DateTimeOffset? LiftsAt)
{
    /// <summary>The code of a state that a person or another part asked for.</summary>
    public const string Requested = "REQUESTED";

    /// <summary>Whether it holds no longer. Kept until everybody was told, and to know an older request that comes late.</summary>
    public bool IsLifted { get; init; }

    /// <summary>Whether the announcement is known to be on its way, so that it need not be made again.</summary>
    public bool IsHeard { get; init; }

    /// <summary>The state that it puts its scope in now.</summary>
    [JsonIgnore]
    public TradingState Current => IsLifted ? TradingState.Active : State;

    /// <summary>The id of the message that tells of it: the same each time it is told.</summary>
    [JsonIgnore]
    public MessageId Announcement => MessageId.From(
        $"{Scope.Account}/{Scope.Strategy}/{Scope.Symbol}/{Code}/{State}/{(IsLifted ? "lifted" : "")}", Since.UtcTicks);
}
