using System.CommandLine;
using Microsoft.Extensions.Logging;
using Trading.Breakers;
using Trading.Cli.Brokers;
using Trading.Cli.Redis;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Configuration;
using Trading.Runtime.Desks;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;

namespace Trading.Cli.Commands;

/// <summary><c>trading agent</c>: one copy of one agent, over Redis.</summary>
internal sealed class AgentCommand : DeskCommand
{
    private const string Nobody = "none";

    private readonly Argument<string> _name = new("name") { Description = $"Which agent: {string.Join(", ", RedisAgents.Names)}.", HelpName = "NAME" };
    private readonly Option<string> _broker = new("--broker") { Description = $"Where market data comes from and orders go: {string.Join(", ", RealBrokers.Names)}.", HelpName = "BROKER", DefaultValueFactory = _ => Nobody };
    private readonly Option<bool> _live = new("--live") { Description = "Trade real money. It has to be confirmed besides." };
    private readonly Option<string?> _exchange = new("--exchange") { Description = "Trade at a paper exchange in a process of its own, by its socket: see 'trading exchange'. Every agent of the desk needs it, for the time.", HelpName = "SOCKET" };
    private readonly Option<string?> _config = new("--config") { Description = $"The configuration file. Default: {ConfigurationFile.DefaultName} in this folder, if there is one.", HelpName = "FILE" };

    public AgentCommand(Terminal terminal)
        : base("agent", "Run one copy of one agent of a desk on Redis, until Ctrl-C. Run as many copies as you like.")
    {
        _name.AcceptOnlyFromAmong([.. RedisAgents.Names]);
        _broker.AcceptOnlyFromAmong([Nobody, .. RealBrokers.Names]);
        Arguments.Add(_name);
        foreach (var option in (Option[])[_broker, _live, _exchange, _config]) Options.Add(option);
        SetAction(async (arguments, cancellation) =>
        {
            var (name, broker) = (arguments.GetValue(_name)!, arguments.GetValue(_broker)!);
            var configuration = Configurations.Load(arguments.GetValue(_config), []);
            if (arguments.GetValue(_exchange) is { } socket)
            {
                if (broker != Nobody) throw new CommandFailure(ExitCode.WrongUse, $"--exchange names a paper exchange, and --broker {broker} another.");
                return await RedisDesks.WithAsync(configuration, terminal, desk => RunOnPaperAsync(name, socket, configuration, desk, terminal, cancellation));
            }
            if (broker == Nobody)
                return await RedisDesks.WithAsync(configuration, terminal, desk => RunAsync(new RedisAgents(desk, configuration, null, [], new NyseCalendar(), TimeProvider.System), name, configuration, terminal, cancellation));
            RealBrokers.AssertConsent(broker, arguments.GetValue(_live), configuration, terminal);
            RealBrokers.AssertKeys(broker, configuration);
            return await RedisDesks.WithAsync(configuration, terminal, desk => RunAtAsync(broker, name, configuration, desk, terminal, cancellation));
        });
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading agent risk", "The risk gate alone; start it twice and the two share the work."),
        ("trading agent orders --broker alpaca-paper", "Carries orders to Alpaca with play money."),
        ("trading agent lifecycles --exchange exchange.sock", "One of six agents that are a desk on paper together."),
    ];

    private static async Task<int> RunAsync(RedisAgents agents, string name, DeskConfiguration configuration, Terminal terminal, CancellationToken cancellation)
    {
        if (agents.Missing(name) is { } missing) throw new CommandFailure(ExitCode.WrongUse, missing);
        terminal.Note($"{name} runs on {configuration.Redis}; Ctrl-C finishes what it has in hand and stops it.");
        return await agents.RunAsync(name, $"{name}-{Environment.MachineName}-{Environment.ProcessId}", cancellation) is { } problem
            ? throw new CommandFailure(ExitCode.Failed, $"Nothing was traded. {problem.Text}")
            : ExitCode.Done;
    }

    private static async Task<int> RunOnPaperAsync(string name, string socket, DeskConfiguration configuration, RedisDesk desk, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            await using var exchange = await RemotePaper.ConnectAsync(socket, TimeProvider.System, cancellation, takesNews: name == AgentNames.Orders);
            if (exchange.Account != configuration.Account) throw new CommandFailure(ExitCode.WrongUse, $"The exchange at {socket} keeps account '{exchange.Account}', and the desk is configured for '{configuration.Account}'.");
            return await RunAsync(new RedisAgents(desk, configuration, exchange, new NyseCalendar(), exchange.Clock), name, configuration, terminal, cancellation);
        }
        catch (IOException failed)
        {
            throw new CommandFailure(ExitCode.Failed, failed.Message);
        }
    }

    /// <summary>
    /// The agent at an account that is opened as <c>trading run</c> opens it. It watches no bars by itself: the agent of market data asks
    /// for those it wants.
    /// </summary>
    private static async Task<int> RunAtAsync(string broker, string name, DeskConfiguration configuration, RedisDesk desk, Terminal terminal, CancellationToken cancellation)
    {
        using var logs = new TerminalLogs(terminal);
        var calendar = new NyseCalendar();
        var request = new VenueRequest(configuration, Environment.CurrentDirectory, calendar, TimeProvider.System);
        await using var venue = (await RealBrokers.Venues(broker, [], logs).ConnectAsync(request, cancellation)).Venue;
        if (name == AgentNames.Orders) return await RunAsync(new RedisAgents(desk, configuration, venue, calendar, TimeProvider.System), name, configuration, terminal, cancellation);

        var account = venue.Open(PartsOf(desk, logs));
        if (await venue.ProblemAsync(cancellation) is { } problem) throw new CommandFailure(ExitCode.Failed, problem.Text);
        return await RunAsync(new RedisAgents(desk, configuration, venue.MarketData, [account], calendar, TimeProvider.System), name, configuration, terminal, cancellation);
    }

    /// <summary>Breakers, limits and journal that all processes of the desk share.</summary>
    private static VenueParts PartsOf(RedisDesk desk, TerminalLogs logs)
    {
        var breakers = desk.BreakersOf(RealBrokers.Names.Select(name => KeyValuePair.Create(name, BreakerOptions.Default)));
        var alarms = new HaltingAlarms(new LoggedAlarms(logs.CreateLogger<LoggedAlarms>()), desk.Bus, TimeProvider.System, logs.CreateLogger<HaltingAlarms>());
        return new VenueParts(breakers, desk.State, alarms, TimeProvider.System, desk.RateLimits);
    }
}
