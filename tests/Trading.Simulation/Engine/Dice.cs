namespace Trading.Simulation;

/// <summary>Chance that a seed decides: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Equal seeds roll alike on every machine.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Dice of their own for a part of the world, so that what one part rolls leaves the others as they are.</summary>
    public static Dice For(ulong seed, string part)
    {
        var mixed = seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019;
        foreach (var letter in part) mixed = (mixed ^ letter) * 0x100000001B3;
        return new Dice(new Dice(mixed).Next());
    }

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from zero to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(((UInt128)Next() * (ulong)bound) >> 64);

    /// <summary>True so many times in ten thousand.</summary>
    public bool Chance(int inTenThousand) => inTenThousand > 0 && Below(10_000) < inTenThousand;

    public int Between(int least, int most) => least + Below(most - least + 1);

    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        least + TimeSpan.FromTicks((long)(((UInt128)Next() * (ulong)(most - least).Ticks) >> 64));

    public TimeSpan Milliseconds(int least, int most) => Between(TimeSpan.FromMilliseconds(least), TimeSpan.FromMilliseconds(most));

    public TimeSpan Seconds(int least, int most) => Milliseconds(least * 1000, most * 1000);

    /// <summary>Roughly normal with mean zero and deviation one: the sum of twelve uniform numbers, less six.</summary>
    public double Bell()
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++)
        {
            var word = Next();
            sum += (word & 0xFFFF) + ((word >> 16) & 0xFFFF) + ((word >> 32) & 0xFFFF);
        }
        return (sum / 65536.0) - 6.0;
    }
}
