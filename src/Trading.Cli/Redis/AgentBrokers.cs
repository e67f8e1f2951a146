using Trading.MarketData;
using Trading.Runtime.Configuration;
using Trading.Runtime.Redis;
#if ALPACA
using Microsoft.Extensions.Logging;
using Trading.Alpaca;
using Trading.Breakers;
using Trading.Runtime.Brokers;
using Trading.Runtime.Resilience;
#endif

namespace Trading.Cli.Redis;

/// <summary>The brokers that agents in processes of their own reach, with breakers and rate limits that all processes share.</summary>
internal static class AgentBrokers
{
#if ALPACA
    public static IReadOnlyList<string> Names { get; } = [BreakerNames.AlpacaPaper, BreakerNames.AlpacaLive];

    /// <exception cref="CommandFailure">A key or a consent is missing, or the account is not of the kind asked for.</exception>
    public static async Task<AgentBroker> OpenAsync(
        string name, bool isLive, DeskConfiguration configuration, RedisDesk desk, IMarketCalendar calendar, Terminal terminal, CancellationToken cancellation)
    {
        var configured = name == BreakerNames.AlpacaLive ? configuration.Brokers.AlpacaLive : configuration.Brokers.AlpacaPaper;
        var logs = new TerminalLogs(terminal);
        AlpacaSettings settings;
        try
        {
            settings = AlpacaSettings.From(configured, configuration.Account, name == BreakerNames.AlpacaLive, Environment.GetEnvironmentVariable);
        }
        catch (ArgumentException missing)
        {
            throw new CommandFailure(ExitCode.WrongUse, missing.Message);
        }
        if (new LiveConsent(settings.Account, settings.IsLive, "--live", LiveConsent.AlpacaVariable).Missing(isLive, Environment.GetEnvironmentVariable, null) is { } consent) throw new CommandFailure(ExitCode.WrongUse, consent);
        var breakers = desk.BreakersOf([new(BreakerNames.AlpacaPaper, BreakerOptions.Default), new(BreakerNames.AlpacaLive, BreakerOptions.Default)]);
        var connection = AlpacaConnection.Open(settings, breakers, desk.RateLimits, new LoggedAlarms(logs.CreateLogger<LoggedAlarms>()), calendar, TimeProvider.System, logs);
        try
        {
            await connection.Broker.AssertKindAsync(cancellation);
        }
        catch (AlpacaAccountException wrong)
        {
            connection.Dispose();
            throw new CommandFailure(ExitCode.Failed, wrong.Message);
        }
        return new AgentBroker(connection.Broker, connection.MarketData, connection);
    }
#else
    public static IReadOnlyList<string> Names { get; } = [];

    public static Task<AgentBroker> OpenAsync(
        string name, bool isLive, DeskConfiguration configuration, RedisDesk desk, IMarketCalendar calendar, Terminal terminal, CancellationToken cancellation) =>
        throw new CommandFailure(ExitCode.WrongUse, $"This build has no {name}.");
#endif
}
