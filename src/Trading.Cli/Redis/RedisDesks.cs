using StackExchange.Redis;
using Trading.Runtime.Configuration;
using Trading.Runtime.Redis;

namespace Trading.Cli.Redis;

/// <summary>Opens the desk that is kept in Redis for a command.</summary>
internal static class RedisDesks
{
    /// <summary>Does something with the desk in the Redis that the configuration names.</summary>
    /// <exception cref="CommandFailure">Redis cannot be reached, or does not let us in; the message says what to do.</exception>
    public static async Task<T> WithAsync<T>(DeskConfiguration configuration, Terminal terminal, Func<RedisDesk, Task<T>> act)
    {
        var settings = configuration.Redis.WithPassword(Environment.GetEnvironmentVariable);
        using var logs = new TerminalLogs(terminal);
        try
        {
            await using var desk = await RedisDesk.OpenAsync(settings, "trading", TimeProvider.System, logs);
            return await act(desk);
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            throw new CommandFailure(ExitCode.Failed, $"Redis at {settings} does not do what it is asked: {Reason(away)}. Check that it runs, the section redis of the configuration, and {RedisSettings.PasswordVariable}.");
        }
    }

    // The client's messages go on for lines about its own threads.
    private static string Reason(Exception away) => away.Message.Split(['\n', ','], 2)[0];
}
