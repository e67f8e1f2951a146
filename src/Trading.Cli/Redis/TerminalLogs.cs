using Microsoft.Extensions.Logging;

namespace Trading.Cli.Redis;

/// <summary>Logs of a command that runs on, a line an entry, on standard error.</summary>
internal sealed class TerminalLogs(Terminal terminal) : ILoggerFactory, ILogger
{
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // there is one place to write to
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var line = $"{TimeProvider.System.GetUtcNow():HH:mm:ss'Z'} {formatter(state, exception)}{(exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})")}";
        lock (_lock)
        {
            if (logLevel >= LogLevel.Warning) terminal.Complain(line);
            else terminal.Note(line);
        }
    }

    public void Dispose()
    {
        // the terminal is not ours
    }
}
