namespace Trading.Simulation;

/// <summary>One process of the desk: what is in its memory is gone when it dies.</summary>
internal sealed class Process(string name, World world) : IDisposable
{
    private CancellationTokenSource _life = new();
    private int _steps = -1;

    public string Name { get; } = name;

    public bool IsUp { get; private set; } = true;

    /// <summary>Canceled when the process is dead, so that nothing of it goes on.</summary>
    public CancellationToken Life => _life.Token;

    /// <summary>Lets it die after so many more of its calls to the world.</summary>
    public void Doom(int steps) => _steps = steps;

    public void Spare() => _steps = -1;

    /// <summary>A point between two steps, at which a process that is doomed may die.</summary>
    /// <exception cref="SimulatedCrashException">It died.</exception>
    public void MayDie()
    {
        if (IsUp && (_steps < 0 || _steps-- > 0)) return;
        Kill();
    }

    /// <exception cref="SimulatedCrashException">Always: nothing of it goes on.</exception>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public void Kill()
    {
        if (IsUp) Die();
        throw new SimulatedCrashException();
    }

    public void Die()
    {
        _steps = -1;
        IsUp = false;
        _life.Cancel();
        world.Faults.NoteCrash();
        world.Faults.Note(TimeSpan.Zero);
    }

    public void Start()
    {
        _life.Dispose();
        _life = new CancellationTokenSource();
        _steps = -1;
        IsUp = true;
    }

    public void Dispose() => _life.Dispose();
}
