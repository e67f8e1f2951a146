using System.Diagnostics;
using Trading.Runtime.Desks;

namespace Trading.Cli.Tests.Desks;

/// <summary>The command in a process of its own, which can be killed.</summary>
internal sealed class DeskProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>The command as it was built for itself: beside the tests lies a copy without what their own framework brings along.</summary>
    private static string Program { get; } = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Trading.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "Trading.Cli.dll");

    public DeskProcess(params string[] args)
        : this(new Dictionary<string, string>(), args)
    {
    }

    /// <param name="environment">Variables besides those of the tests.</param>
    public DeskProcess(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.ArgumentList.Add(Program);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        _process = Process.Start(start)!;
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => LookAgain();
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has written so far.</summary>
    public string Said
    {
        get { lock (_lines) return string.Join('\n', _lines); }
    }

    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HasExited => _process.HasExited;

    /// <summary>Waits until it ends by itself, and returns its exit code.</summary>
    public async Task<int> EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <summary>As a power cut does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits until it has written something; fails when it ends before, or takes too long.</summary>
    public async Task SaysAsync(string text, TimeSpan most, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(most);
        while (true)
        {
            Task more;
            lock (_lines)
            {
                if (_lines.Any(line => line.Contains(text, StringComparison.Ordinal))) return;
                more = _more.Task;
            }
            Assert.False(HasExited, $"It has ended without saying '{text}':\n{Said}");
            try
            {
                await more.WaitAsync(late.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                Assert.Fail($"It has not said '{text}' in {most}:\n{Said}");
            }
        }
    }

    /// <summary>As Ctrl-C does; returns its exit code.</summary>
    public async Task<int> InterruptAsync(CancellationToken cancellation)
    {
        using (var kill = Process.Start("kill", ["-INT", $"{_process.Id}"])) await kill.WaitForExitAsync(cancellation);
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <summary>Waits until the desk has recovered and agrees with its broker; null when that takes too long.</summary>
    public async Task<DeskView?> WaitUntilReconciledAsync(DeskFolder folder, TimeSpan most, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < most && !HasExited)
        {
            try
            {
                if (await folder.AskAsync(new ControlRequest("status"), cancellation) is { View: { IsReconciled: true } view }) return view;
            }
            catch (IOException)
            {
                // It has just been killed, or has just begun.
            }
            await Task.Delay(50, cancellation);
        }
        return null;
    }

    public void Dispose()
    {
        if (!HasExited) Kill();
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
        LookAgain();
    }

    private void LookAgain()
    {
        TaskCompletionSource looked;
        lock (_lines) (looked, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        looked.TrySetResult();
    }
}
