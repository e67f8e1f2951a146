namespace Trading.Simulation;

/// <summary>The same seed gives the same run, byte for byte: two runs of it are held against each other.</summary>
internal static class SameSeedSameRun
{
    public const int Number = 11;

    public const string Name = "the same seed gives the same run";

    public static Violation? Compare(SeedResult one, SeedResult other)
    {
        if (one.Digest == other.Digest && one.Steps == other.Steps) return null;
        var what = $"two runs of the seed differ: {one.Steps} steps and {one.Fills} fills ending in {one.Digest:x32}, then {other.Steps} and {other.Fills} ending in {other.Digest:x32}";
        return new Violation(one.Seed, Number, Name, what, null, default, []);
    }
}
