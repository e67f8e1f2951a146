using Trading.Messages;

namespace Trading.Runtime.Journals;

/// <summary>The messages an inbox handled last, by which a copy is known.</summary>
internal sealed class HandledMessages(int most)
{
    private const int IdBytes = 16;

    private readonly HashSet<MessageId> _known = [];
    private readonly Queue<MessageId> _order = new();

    public bool Contains(MessageId id) => _known.Contains(id);

    public void Add(MessageId id)
    {
        if (!_known.Add(id)) return;
        _order.Enqueue(id);
        if (_order.Count > most) _known.Remove(_order.Dequeue());
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[_order.Count * IdBytes];
        var at = 0;
        foreach (var id in _order)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(at), id.Value);
            at += IdBytes;
        }
        return bytes;
    }

    public void AddAll(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= IdBytes; bytes = bytes[IdBytes..])
            Add(new MessageId(System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(bytes)));
    }
}
