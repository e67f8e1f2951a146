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

    // The fields are short, and the hash takes long pieces at a far better rate.
    private readonly byte[] _waiting = new byte[4096];
    private int _count;

    public long Transitions { get; private set; }

    public long Fills { get; private set; }

    public void OnTransition(Trade trade, in Transition<TradeState> transition)
    {
        Add(trade.Id.Value, (int)transition.From, (int)transition.To, transition.Reason, transition.Time, (UInt128)transition.MessageId.Value);
        Transitions++;
    }

    public void OnTransition(Order order, in Transition<OrderState> transition)
    {
        Add(order.Id.Value, (int)transition.From, (int)transition.To, transition.Reason, transition.Time, (UInt128)transition.MessageId.Value);
        Transitions++;
    }

    public void OnFill(Order order, Fill fill)
    {
        Add(order.Id.Value);
        Span<decimal> amounts = [Normal(fill.Quantity), Normal(fill.Fee)];
        Append(MemoryMarshal.AsBytes(amounts));
        Span<long> numbers = [fill.Price.Units, fill.Time.UtcTicks];
        Append(MemoryMarshal.AsBytes(numbers));
        Fills++;
    }

    public override string ToString()
    {
        PassOn();
        return _hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture);
    }

    private void Add(string subject, int from, int to, string reason, DateTimeOffset time, UInt128 message)
    {
        Add(subject);
        Span<long> numbers = [from, to, time.UtcTicks, (long)(ulong)(message >> 64), (long)(ulong)message];
        Append(MemoryMarshal.AsBytes(numbers));
        Add(reason);
    }

    private void Add(string text)
    {
        var length = text.Length;
        Append(MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in length, 1)));
        Append(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _waiting.Length - _count) PassOn();
        if (bytes.Length > _waiting.Length)
        {
            _hash.Append(bytes);
            return;
        }
        bytes.CopyTo(_waiting.AsSpan(_count));
        _count += bytes.Length;
    }

    private void PassOn()
    {
        _hash.Append(_waiting.AsSpan(0, _count));
        _count = 0;
    }

    /// <summary>One and the same amount, written with more or fewer zeros behind the point, is one amount.</summary>
    private static decimal Normal(decimal amount) => amount.Scale == 0 ? amount : amount / 1.0000000000000000000000000000m;
}
