using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Trading.Messages;

/// <summary>Hashes ids of ours by their end, where ids of one day differ.</summary>
/// <remarks>Ids are made by the desk, so nobody can choose them to collide; a seeded hash over the whole would cost several times as much.</remarks>
internal static class IdHash
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    public static int OfEnd(string id, int length)
    {
        var rest = MemoryMarshal.AsBytes(id.AsSpan(Math.Max(0, id.Length - length)));
        var hash = (ulong)id.Length;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..]) hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        for (; rest.Length > 0; rest = rest[sizeof(char)..]) hash = Mix(hash, BinaryPrimitives.ReadUInt16LittleEndian(rest));
        return (int)(hash >> 32);
    }

    private static ulong Mix(ulong hash, ulong word) => (ulong.RotateLeft(hash, 31) ^ word) * Prime;
}
