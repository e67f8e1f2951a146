namespace Trading.Messages;

/// <summary>Hashes ids of ours by their end, where ids of one day differ.</summary>
/// <remarks>Ids are made by the desk, so nobody can choose them to collide; a seeded hash over the whole would cost several times as much.</remarks>
internal static class IdHash
{
    public static int OfEnd(string id, int length)
    {
        var hash = (uint)id.Length;
        for (var i = Math.Max(0, id.Length - length); i < id.Length; i++) hash = (hash * 31) + id[i];
        return (int)hash;
    }
}
