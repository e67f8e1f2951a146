using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Risk;

/// <summary>Whose sum a limit is held against. Every level has limits of its own, and all of them must hold.</summary>
[JsonConverter(typeof(EnumJsonConverter<RiskLevel>))]
public enum RiskLevel
{
    Strategy,
    Account,
    Desk,
}
