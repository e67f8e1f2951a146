namespace Trading.Simulation;

/// <summary>A running hash of everything a run does, in its order: two runs of a seed that differ anywhere differ in it.</summary>
internal sealed class RunDigest
{
    private ulong _low = 0x9E3779B97F4A7C15;
    private ulong _high = 0xC2B2AE3D27D4EB4F;

    public UInt128 Value => new(_high, _low);

    public void Add(ulong word)
    {
        var high = Math.BigMul(_low ^ word, 0x9E3779B97F4A7C15, out var low);
        (_high, _low) = (ulong.RotateLeft(_high, 29) * 0xC2B2AE3D27D4EB4F + low, high ^ _high + low);
    }

    public void Add(long number) => Add((ulong)number);

    public void Add(UInt128 wide)
    {
        Add((ulong)wide);
        Add((ulong)(wide >> 64));
    }

    public void Add(string text)
    {
        Add((ulong)text.Length);
        foreach (var letter in text) Add((ulong)letter);
    }

    public void Add(decimal amount)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(amount, bits);
        foreach (var part in bits) Add((ulong)(uint)part);
    }
}
