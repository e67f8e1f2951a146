using System.Text.Json.Serialization;
using Trading.Messages;

namespace Trading.Reconciliation;

/// <summary>What reconciliation can find. The names are stable codes.</summary>
[JsonConverter(typeof(EnumJsonConverter<DifferenceCode>))]
public enum DifferenceCode
{
    /// <summary>An order of ours is at the broker, and nobody here had been told that it took it. It is adopted, or canceled where it had been given up.</summary>
    OrderAdopted,

    /// <summary>The broker has fills that were not booked. They are booked.</summary>
    FillMissed,

    /// <summary>The broker has ended an order, and nobody here had been told.</summary>
    EndMissed,

    /// <summary>The broker has replaced an order as it was asked to, and nobody here had been told. The replacement is taken over.</summary>
    ReplacementMissed,

    /// <summary>An order that the broker had taken is not there any more. It counts as canceled.</summary>
    OrderLost,

    /// <summary>Shares are held that no stop at the broker protects. The trade sends another.</summary>
    StopMissing,

    /// <summary>An open order at the broker is not of this desk. It is left alone.</summary>
    OrderForeign,

    /// <summary>An open order at the broker carries an id of this desk, and no trade here has placed it. Trading halts.</summary>
    OrderUnknown,

    /// <summary>The account holds a symbol that no trade of this desk has traded. It is left alone.</summary>
    PositionForeign,

    /// <summary>The account holds more or fewer shares than the trades here account for. Trading halts.</summary>
    PositionUnexplained,

    /// <summary>The broker's cash is not what is booked. The broker's figure is taken.</summary>
    CashDiffers,

    /// <summary>The broker did not say what it has, so nothing is known. That is never taken for nothing being there.</summary>
    BrokerSilent,
}
