using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Trading.Agents.Ports;
using Trading.Alpaca.Wire;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Configuration;
using Trading.Runtime.Findings;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca;

/// <summary>Looks at the way to one account at Alpaca from its beginning: keys, the clock, the account and what it may do, the market, the data feed.</summary>
public static class AlpacaCheck
{
    private static readonly Symbol Probe = "SPY";

    /// <param name="variable">Reads an environment variable; null for one that is not set.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        AlpacaConfiguration configured, string account, bool isLive, Func<string, string?> variable, IMarketCalendar calendar, TimeProvider clock, CancellationToken cancellation)
    {
        var name = isLive ? BreakerNames.AlpacaLive : BreakerNames.AlpacaPaper;
        var (keyId, secretKey) = AlpacaKeys.Variables(isLive);
        string[] missing = [.. new[] { keyId, secretKey }.Where(one => variable(one)?.Trim() is null or "")];
        if (missing.Length == 2) return [new(name, Health.Off, "not set up", "docs/alpaca.md, if you want it")];
        if (missing.Length == 1) return [new($"{name}.keys", Health.Bad, $"{missing[0]} is not set", AlpacaKeys.Advice(isLive))];

        var settings = AlpacaSettings.From(configured, account, isLive, variable);
        using var connection = AlpacaConnection.Open(
            settings, new InMemoryBreakers(BreakerOptions.Default, clock.GetUtcNow()), new InMemoryRateLimits(), new NoAlarms(), calendar, clock, NullLogger.Instance);
        var findings = new List<Finding>();
        if (await connection.Broker.ProblemAsync(cancellation) is { } problem)
        {
            // Advice is part of the problem, as a desk tells it.
            findings.Add(new($"{name}.account", Health.Bad, problem.Text, problem.MayPass ? "check the network, and Alpaca's status page" : "docs/alpaca.md, Symptoms"));
            return findings;
        }
        findings.Add(new($"{name}.keys", Health.Good, $"{keyId} and {secretKey} are taken"));
        findings.Add(await AccountAsync(connection.Broker, name, isLive, cancellation));
        findings.AddRange(await ClockAsync(connection, name, calendar, clock, cancellation));
        findings.Add(await DataAsync(connection, name, cancellation));
        return findings;
    }

    private static async Task<Finding> AccountAsync(AlpacaBroker broker, string name, bool isLive, CancellationToken cancellation) =>
        await broker.AccountAsync(cancellation) is { IsDone: true, Value: { } account }
            ? new($"{name}.account", Health.Good, string.Create(CultureInfo.InvariantCulture, $"a {(isLive ? "live" : "paper")} account, {(account.MayShort ? "may sell short" : "no short sales")}, buying power {account.BuyingPower:0.00}"))
            : new($"{name}.account", Health.Bad, "it was there and is not now", "try again");

    private static async Task<IEnumerable<Finding>> ClockAsync(AlpacaConnection connection, string name, IMarketCalendar calendar, TimeProvider clock, CancellationToken cancellation)
    {
        var asked = clock.GetUtcNow();
        var answer = await connection.Broker.AskClockAsync(cancellation);
        var now = clock.GetUtcNow();
        if (answer.Value is not { } theirs) return [new($"{name}.clock", Health.Warning, $"Alpaca does not tell the time: {answer.Code} {answer.Reason}".TrimEnd(), "try again")];
        var time = new DateTimeOffset(DateTime.SpecifyKind(theirs.TimestampUtc, DateTimeKind.Utc));
        var session = calendar.CurrentOrNext(time);
        var isOpen = session.PhaseAt(time) == SessionPhase.Regular;
        return
        [
            ClockFinding.Of($"{name}.clock", asked + ((now - asked) / 2) - time, "Alpaca"),
            isOpen == theirs.IsOpen
                ? new($"{name}.hours", Health.Good, $"{(isOpen ? "open" : "closed")}, as in our calendar")
                : new($"{name}.hours", Health.Bad, $"Alpaca's market is {(theirs.IsOpen ? "open" : "closed")}, and in our calendar it is {(isOpen ? "open" : "closed")}", "do not trade today; report the difference"),
        ];
    }

    private static async Task<Finding> DataAsync(AlpacaConnection connection, string name, CancellationToken cancellation)
    {
        var feed = connection.Settings.Feed == AlpacaFeed.Sip ? "sip" : "iex";
        var answer = await connection.MarketData.AskSnapshotAsync(Probe, cancellation);
        return answer switch
        {
            { IsDone: true, Value.Quote: not null } => new($"{name}.data", Health.Good, $"feed {feed} has quotes of {Probe}"),
            { IsDone: true } or { Outcome: BrokerOutcome.NotFound } => new($"{name}.data", Health.Warning, $"feed {feed} has no quote of {Probe}", "look again when the market is open"),
            { Code: AlpacaCalls.NotSubscribedCode } => new($"{name}.data", Health.Bad, $"the account has no subscription to feed {feed}", "set the feed to iex, or subscribe at Alpaca"),
            _ => new($"{name}.data", Health.Bad, $"{answer.Outcome} {answer.Code} {answer.Reason}".TrimEnd(), "check the network, and Alpaca's status page"),
        };
    }

    private sealed class NoAlarms : IBrokerAlarms
    {
        public void Raise(BrokerAlarm alarm)
        {
            // The finding tells it.
        }
    }
}
