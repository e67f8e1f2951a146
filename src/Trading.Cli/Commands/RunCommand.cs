using System.CommandLine;
using Microsoft.Extensions.Logging;
using Trading.Cli.Backtests;
using Trading.Cli.Desks;
using Trading.Cli.Redis;
using Trading.MarketData;
using Trading.Runtime.Configuration;
using Trading.Runtime.Desks;
using Trading.Runtime.Journals;

namespace Trading.Cli.Commands;

/// <summary><c>trading run</c></summary>
internal sealed class RunCommand : DeskCommand
{
    private const string Journalled = "journal";
    private const string Shared = "redis";

    private readonly MarketOptions _market = new();
    private readonly Option<string> _desk = DeskOption.Make();
    private readonly Option<string?> _strategy = new("--strategy") { Description = "Run this strategy alone, instead of those configured.", HelpName = "NAME" };
    private readonly Option<string[]> _set = new("--set") { Description = "A parameter of the strategy (fast=10), or any setting by its path. May be given several times.", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _config = new("--config") { Description = "The configuration file. Default: trading.yaml in this folder, if there is one.", HelpName = "FILE" };
    private readonly Option<string> _broker = new("--broker") { Description = "Whose account: paper.", HelpName = "NAME", DefaultValueFactory = _ => "paper" };
    private readonly Option<string?> _exchange = new("--exchange") { Description = "Trade at a paper exchange in another process, by its socket: see 'trading exchange'.", HelpName = "SOCKET" };
    private readonly Option<string> _bus = new("--bus") { Description = "Where the desk keeps its memory: journal, a file of its own, or redis, where other processes share it.", HelpName = "journal|redis", DefaultValueFactory = _ => Journalled };
    private readonly Option<bool> _json = new("--json") { Description = "The desk as one JSON document when it stops." };

    public RunCommand(Terminal terminal)
        : base("run", "Run a desk that outlives its process: it keeps a journal, and goes on where it was.")
    {
        _market.AddTo(this);
        foreach (var option in (Option[])[_desk, _strategy, _set, _config, _broker, _exchange, _bus, _json]) Options.Add(option);
        _bus.AcceptOnlyFromAmong(Journalled, Shared);
        SetAction((arguments, cancellation) => RunAsync(arguments, terminal, cancellation));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading run --speed 60", "A paper desk on made-up quotes, a minute a second. Ctrl-C stops it; the same line goes on."),
        ("trading run --data prices.csv --speed max --desk replay", "Your own bars, as fast as they can be traded, in a folder of its own."),
        ("trading run --bus redis --exchange exchange.sock", "A desk over Redis; start it twice, each with a --desk of its own, and the two share the work."),
    ];

    private async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        var request = _market.RequestOf(arguments, arguments.GetValue(_strategy), arguments.GetValue(_set) ?? [], arguments.GetValue(_config));
        var configuration = PreparedBacktest.ConfigurationOf(request);
        var calendar = new NyseCalendar();
        var speed = _market.SpeedOf(arguments);
        var factory = FactoryOf(arguments, request, calendar, speed, terminal);
        var folder = new DeskFolder(arguments.GetValue(_desk)!);
        folder.Make();
        try
        {
            if (arguments.GetValue(_bus) == Shared)
                return await RunSharedAsync(configuration, factory, folder, calendar, speed, arguments.GetValue(_json), terminal, cancellation);
            using var file = SqliteJournalFile.Open(folder.Journal);
            var connection = await factory.ConnectAsync(new VenueRequest(configuration, folder.Path, calendar, TimeProvider.System), cancellation);
            await using var venue = connection.Venue;
            using var logs = LoggerFactory.Create(_ => { });
            await using var desk = LocalDesk.Open(SettingsOf(configuration, venue), file, venue, calendar, connection.Clock, logs);
            if ((desk.Journal.LastTime ?? connection.Begin) is { } from) connection.Replay?.ForwardTo(from);
            return await RunAsync(desk, new DeskRun(desk, connection.Replay, speed == 0 && venue.NextTime is not null), folder, arguments.GetValue(_json), terminal, cancellation);
        }
        catch (IOException failed)
        {
            throw new CommandFailure(ExitCode.Failed, failed.Message);
        }
    }

    /// <summary>A desk over Redis. The folder holds the socket at which it answers, and nothing that has to outlive it.</summary>
    private static async Task<int> RunSharedAsync(
        DeskConfiguration configuration, IVenueFactory factory, DeskFolder folder, NyseCalendar calendar, double speed, bool json, Terminal terminal, CancellationToken cancellation) =>
        await RedisDesks.WithAsync(configuration, terminal, async redis =>
        {
            var connection = await factory.ConnectAsync(new VenueRequest(configuration, folder.Path, calendar, TimeProvider.System), cancellation);
            await using var venue = connection.Venue;
            using var logs = new TerminalLogs(terminal);
            var desk = new SharedDesk(SettingsOf(configuration, venue), redis, $"desk-{Environment.MachineName}-{Environment.ProcessId}", venue, calendar, connection.Clock, logs);
            if ((await desk.LastTimeAsync(cancellation) ?? connection.Begin) is { } from) connection.Replay?.ForwardTo(from);
            var run = new DeskRun(desk, connection.Replay, speed == 0 && venue.NextTime is not null);
            terminal.Note($"A desk over {configuration.Redis}; it answers in {folder.Path}.");
            await using (LineServer.Start(folder.Control, run.AnswerAsync))
            {
                await run.RunAsync(() => TellStarted(desk, terminal), cancellation);
            }
            var view = await desk.ViewAsync(CancellationToken.None);
            if (json) JsonOutput.Write(terminal.Output, view);
            terminal.Note(run.HasEnded ? "The data has ended." : "Stopped.");
            terminal.Note($"In Redis: {view.Trades.Count(trade => trade.Held != 0)} trades hold shares, {view.Orders.Count} open orders, {view.Waiting} messages waiting.");
            return ExitCode.Done;
        });

    private static async Task<int> RunAsync(LocalDesk desk, DeskRun run, DeskFolder folder, bool json, Terminal terminal, CancellationToken cancellation)
    {
        terminal.Note(desk.Journal.Sequence == 0
            ? $"A new desk in {folder.Path}."
            : $"Recovered {folder.Path}: row {desk.Journal.Sequence:N0} ({desk.Journal.Recovered:N0} after the snapshot), {desk.Lifecycles.LiveTrades} live trades, {desk.Journal.Waiting} messages waiting.");
        await using (LineServer.Start(folder.Control, run.AnswerAsync))
        {
            await run.RunAsync(() => TellStarted(desk, terminal), cancellation);
        }
        var view = await DeskViews.OfAsync(desk);
        if (json) JsonOutput.Write(terminal.Output, view);
        terminal.Note(run.HasEnded ? "The data has ended." : "Stopped.");
        terminal.Note($"Saved in {folder.Journal}: row {view.Sequence:N0}, {desk.Lifecycles.LiveTrades} live trades, {view.Orders.Count} open orders, {view.Waiting} messages waiting.");
        return ExitCode.Done;
    }

    private static void TellStarted(IRunningDesk desk, Terminal terminal)
    {
        foreach (var difference in desk.Differences) terminal.Note($"{difference.Code} {difference.Subject}: {difference.Detail}");
        terminal.Note($"Desk and broker agree. It is {desk.Now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC at the market. Ctrl-C stops.");
    }

    private IVenueFactory FactoryOf(ParseResult arguments, BacktestRequest request, NyseCalendar calendar, double speed, Terminal terminal)
    {
        if (arguments.GetValue(_exchange) is { } socket) return new RemotePaperFactory(socket);
        if (arguments.GetValue(_broker) is var broker && broker != "paper")
            throw new CommandFailure(ExitCode.WrongUse, $"--broker '{broker}' is none of: paper.");
        var (data, name) = _market.Open(request, arguments, calendar, terminal);
        return new PaperVenueFactory(data, name, speed);
    }

    private static LocalDeskSettings SettingsOf(DeskConfiguration configuration, IVenue venue)
    {
        if (venue.Watched.Select(one => one.Period).Distinct().ToArray() is not [var period])
            throw new CommandFailure(ExitCode.WrongUse, "The market has bars of several periods; choose one with --period.");
        return new LocalDeskSettings
        {
            Strategies = [.. configuration.Strategies.Select(strategy => strategy.On(configuration.Account, venue.Watched.Select(one => one.Symbol), period))],
            Risk = configuration.Risk,
            Trades = configuration.Trades,
            Watch = configuration.Watch,
            RiskInterval = configuration.RiskInterval,
        };
    }
}
