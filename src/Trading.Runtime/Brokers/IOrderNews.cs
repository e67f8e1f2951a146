using Trading.Agents.Ports;

namespace Trading.Runtime.Brokers;

/// <summary>Who hears what a broker's stream of order news tells.</summary>
public interface IOrderNews
{
    /// <summary>News of one order, in the order in which it came over the wire.</summary>
    ValueTask HeardAsync(BrokerUpdate update, CancellationToken cancellation);

    /// <summary>
    /// The orders are to be asked for, as news may have been missed: the stream was (re)connected, told something that no table
    /// knows, or some time has passed.
    /// </summary>
    /// <param name="since">Orders that ended at or after this time are wanted, in UTC.</param>
    ValueTask SweepAsync(DateTimeOffset since, CancellationToken cancellation);
}
