using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Configuration;
using Trading.Runtime.Findings;
using Trading.Runtime.Resilience;
using Trading.Runtime.State;

namespace Trading.Runtime.Brokers.Schwab;

/// <summary>Looks at the way to Schwab from its beginning: keys, login, the account, what it may do, the market.</summary>
public static class SchwabCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(24);

    /// <summary>Whether anything of Schwab is set up here.</summary>
    /// <param name="variable">Reads an environment variable; null for one that is not set.</param>
    public static bool IsUsed(DeskConfiguration configuration, Func<string, string?> variable) =>
        variable(SchwabEnvironment.AppKey) is { Length: > 0 } || File.Exists(configuration.Brokers.Schwab.ToStore(TimeProvider.System).Path);

    public static async Task<IReadOnlyList<Finding>> RunAsync(
        DeskConfiguration configuration, Func<string, string?> variable, TimeProvider clock, CancellationToken cancellation)
    {
        if (!IsUsed(configuration, variable)) return [new("schwab", Health.Off, "not set up", "docs/schwab.md, if you want it")];
        var findings = new List<Finding> { Keys(variable) };
        var store = configuration.Brokers.Schwab.ToStore(clock);
        findings.AddRange(await LoginAsync(store, clock.GetUtcNow(), cancellation));
        if (findings.Exists(finding => finding.Health == Health.Bad)) return findings;
        findings.Add(await ClockCheck.RunAsync("schwab.clock", configuration.Brokers.Schwab.Address, clock, cancellation));
        using var connection = SchwabConnection.Open(
            configuration.Brokers.Schwab.ToOptions(configuration.Account, variable), store, new InMemoryStateStore(), new InMemoryBreakers(BreakerOptions.Default, clock.GetUtcNow()),
            new InMemoryRateLimits(), new Silence(), new NyseCalendar(), clock);
        findings.Add(await AccountAsync(connection.Broker, cancellation));
        if (findings[^1].Health != Health.Bad) findings.Add(await HoursAsync(connection.MarketData, clock.GetUtcNow(), cancellation));
        return findings;
    }

    private static Finding Keys(Func<string, string?> variable)
    {
        string[] missing = [.. new[] { SchwabEnvironment.AppKey, SchwabEnvironment.AppSecret }.Where(name => variable(name) is null or "")];
        return missing.Length == 0
            ? new("schwab.keys", Health.Good, "key and secret are set")
            : new("schwab.keys", Health.Bad, $"{string.Join(" and ", missing)} not set", "copy them from the app at developer.schwab.com into the environment");
    }

    private static async Task<IEnumerable<Finding>> LoginAsync(FileTokenStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        const string LogIn = "trading login schwab";
        try
        {
            if (await store.LoadAsync(cancellation) is not { } token) return [new("schwab.login", Health.Bad, "nobody has logged in", LogIn)];
            var left = token.LoginEndsAt - now;
            var age = $"refresh token {(now - token.LoggedInAt).TotalDays:0.0} days old";
            var login = left <= TimeSpan.Zero ? new Finding("schwab.login", Health.Bad, $"{age}; the login ended {token.LoginEndsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC", LogIn)
                : left < Soon ? new Finding("schwab.login", Health.Warning, $"{age}; the login ends in {left.TotalHours:0} hours", LogIn)
                : new Finding("schwab.login", Health.Good, $"{age}; the login lasts until {token.LoginEndsAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
            var access = token.AccessExpiresAt - now;
            var tokenFinding = new Finding("schwab.token", Health.Good, access > TimeSpan.Zero ? $"access token good for {access.TotalMinutes:0} minutes" : "access token over; the next call refreshes it");
            return store.IsOpenToOthers
                ? [login, tokenFinding, new("schwab.file", Health.Bad, $"others may read {store.Path}", $"chmod 600 {store.Path}, then log in again: {LogIn}")]
                : [login, tokenFinding];
        }
        catch (TokenStoreException broken)
        {
            return [new("schwab.login", Health.Bad, broken.Message, LogIn)];
        }
    }

    private static async Task<Finding> AccountAsync(SchwabBroker broker, CancellationToken cancellation)
    {
        var answer = await broker.AccountAsync(cancellation);
        if (answer is { IsDone: true, Value: { } account })
            return new("schwab.account", Health.Good, $"{account.Id}, a live account, {(account.MayShort ? "margin: may sell short" : "no short sales")}, buying power {account.BuyingPower:0.00}");
        return new("schwab.account", Health.Bad, $"{answer.Code}: {answer.Reason}", answer.Outcome switch
        {
            BrokerOutcome.Unauthorised => "check key and secret, log in again: trading login schwab",
            BrokerOutcome.Throttled => "wait, or lower brokers.schwab.callsPerMinute",
            _ => "check the network, and Schwab's status page",
        });
    }

    private static async Task<Finding> HoursAsync(SchwabMarketData data, DateTimeOffset now, CancellationToken cancellation)
    {
        var ours = new NyseCalendar().CurrentOrNext(now);
        var theirs = await data.SessionAsync(ours.Date, cancellation);
        return theirs is null ? new("schwab.hours", Health.Warning, $"Schwab tells no hours for {ours.Date:yyyy-MM-dd}", "is Market Data Production among the app's products?")
            : theirs.Open == ours.Open && theirs.Close == ours.Close ? new("schwab.hours", Health.Good, $"{ours.Date:yyyy-MM-dd}, {ours.Open.UtcDateTime:HH:mm} to {ours.Close.UtcDateTime:HH:mm} UTC, as in our calendar; now {ours.PhaseAt(now)}")
            : new("schwab.hours", Health.Bad, $"{ours.Date:yyyy-MM-dd}: Schwab trades {theirs.Open.UtcDateTime:HH:mm} to {theirs.Close.UtcDateTime:HH:mm} UTC, our calendar says {ours.Open.UtcDateTime:HH:mm} to {ours.Close.UtcDateTime:HH:mm}", "do not trade on that day; report the difference");
    }

    private sealed class Silence : IBrokerAlarms
    {
        public void Raise(BrokerAlarm alarm)
        {
            // The finding tells it.
        }
    }
}
