using Trading.MarketData;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Strategies;

/// <summary>A strategy wants out of every trade it has in this direction in the message's symbol.</summary>
public sealed record ExitSignaled(TradeDirection Direction, Price ReferencePrice, string Reason) : Payload, ITradeEvent
{
    /// <summary>When the strategy decided, in UTC: trades signaled then or later are not meant, however late this is heard. Null means every trade.</summary>
    /// <remarks>The strategy agent sets it; a strategy need not.</remarks>
    public DateTimeOffset? SignaledAt { get; init; }
}
