using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Trading.Lifecycles;
using Trading.Orders;
using Trading.Runtime.Lifecycles;
using Trading.Trades;

namespace Trading.Runtime.Backtesting;

/// <summary>A hash over every transition and fill of a run, in their order: two runs that agree in it decided alike.</summary>
/// <remarks>XXH128 over the fields, each text with its length ahead of it. The same input gives the same hash on any little-endian machine.</remarks>
public sealed class RunHash : ILifecycleObserver
{
    private readonly XxHash128 _hash = new();

    public long Transitions { get; private set; }

    public long Fills { get; private set; }

    public void OnTransition(Trade trade, Transition<TradeState> transition)
    {
        Add(trade.Id.Value, (int)transition.From, (int)transition.To, transition.Reason, transition.Time, (UInt128)transition.MessageId.Value);
        Transitions++;
    }

    public void OnTransition(Order order, Transition<OrderState> transition)
    {
        Add(order.Id.Value, (int)transition.From, (int)transition.To, transition.Reason, transition.Time, (UInt128)transition.MessageId.Value);
        Transitions++;
    }

    public void OnFill(Order order, Fill fill)
    {
        Add(order.Id.Value);
        Span<decimal> amounts = [Normal(fill.Quantity), Normal(fill.Fee)];
        _hash.Append(MemoryMarshal.AsBytes(amounts));
        Span<long> numbers = [fill.Price.Units, fill.Time.UtcTicks];
        _hash.Append(MemoryMarshal.AsBytes(numbers));
        Fills++;
    }

    public override string ToString() => _hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture);

    private void Add(string subject, int from, int to, string reason, DateTimeOffset time, UInt128 message)
    {
        Add(subject);
        Span<long> numbers = [from, to, time.UtcTicks, (long)(ulong)(message >> 64), (long)(ulong)message];
        _hash.Append(MemoryMarshal.AsBytes(numbers));
        Add(reason);
    }

    private void Add(string text)
    {
        var length = text.Length;
        _hash.Append(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in length, 1)));
        _hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    /// <summary>One and the same amount, written with more or fewer zeros behind the point, is one amount.</summary>
    private static decimal Normal(decimal amount) => amount / 1.0000000000000000000000000000m;
}
