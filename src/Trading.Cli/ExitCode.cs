namespace Trading.Cli;

/// <summary>What the command's exit code says. They are part of the command's contract.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something failed that is not the caller's fault; the message says what.</summary>
    public const int Failed = 1;

    /// <summary>The arguments or the configuration are wrong; nothing was done.</summary>
    public const int WrongUse = 2;

    /// <summary>The data cannot be read as bars; nothing was done.</summary>
    public const int BadData = 3;

    /// <summary>Interrupted; what was done so far has been written.</summary>
    public const int Interrupted = 130;

    public const string Help = """
        Exit codes:
          0    done
          1    failed; the message says why
          2    wrong arguments or configuration; nothing was done
          3    the data cannot be read as bars; nothing was done
          130  interrupted; what was done so far has been written
        """;
}
