using Microsoft.Extensions.Logging;

namespace Trading.Simulation;

/// <summary>What the desk logs becomes part of the story.</summary>
internal sealed class ChronicledLogs(Chronicle chronicle, TimeProvider truth) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) chronicle.Tell(truth.GetUtcNow(), null, $"  log: {formatter(state, exception)}{(exception is null ? "" : $" ({exception.Message})")}");
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The story is the only place these logs go to.");

    public void Dispose()
    {
    }
}
