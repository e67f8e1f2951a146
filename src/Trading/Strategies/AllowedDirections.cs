namespace Trading.Strategies;

/// <summary>Which trades a strategy may ask for.</summary>
[Flags]
public enum AllowedDirections
{
    Long = 1,
    Short = 2,
    Both = Long | Short,
}
