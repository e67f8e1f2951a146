using System.Collections.Immutable;
using System.CommandLine;
using Microsoft.Extensions.Logging;
using Trading.Cli.Backtests;
using Trading.Cli.Brokers;
using Trading.Cli.Desks;
using Trading.Cli.Redis;
using Trading.MarketData;
using Trading.Runtime.Configuration;
using Trading.Runtime.Desks;
using Symbol = Trading.MarketData.Symbol;

namespace Trading.Cli.Commands;

/// <summary><c>trading run</c></summary>
internal sealed class RunCommand : DeskCommand
{
    private const string Paper = PaperVenueFactory.BrokerName;

    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(1);

    private readonly MarketOptions _market = new();
    private readonly Option<string> _desk = DeskOption.Make();
    private readonly Option<string?> _strategy = new("--strategy") { Description = "Run this strategy alone, instead of those configured.", HelpName = "NAME" };
    private readonly Option<string[]> _set = new("--set") { Description = "A parameter of the strategy (fast=10), or any setting by its path. May be given several times.", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _config = new("--config") { Description = "The configuration file. Default: trading.yaml in this folder, if there is one.", HelpName = "FILE" };
    private readonly Option<string> _broker = new("--broker") { Description = $"Whose account: {Paper}, {string.Join(", ", RealBrokers.Names)}.", HelpName = "NAME", DefaultValueFactory = _ => Paper };
    private readonly Option<bool> _live = new("--live") { Description = "Trade real money. It has to be confirmed besides." };
    private readonly Option<string?> _exchange = new("--exchange") { Description = "Trade at a paper exchange in another process, by its socket: see 'trading exchange'.", HelpName = "SOCKET" };
    private readonly Option<string> _bus = BusOption.Make("Where the desk keeps its memory: journal, a file of its own, or redis, where other processes share it.");
    private readonly Option<bool> _json = new("--json") { Description = "The desk as one JSON document when it stops." };

    public RunCommand(Terminal terminal)
        : base("run", "Run a desk that outlives its process: it keeps a journal, and goes on where it was.")
    {
        _market.AddTo(this);
        foreach (var option in (Option[])[_desk, _strategy, _set, _config, _broker, _live, _exchange, _bus, _json]) Options.Add(option);
        _broker.AcceptOnlyFromAmong([Paper, .. RealBrokers.Names]);
        SetAction((arguments, cancellation) => RunAsync(arguments, terminal, cancellation));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading run --speed 60", "A paper desk on made-up quotes, a minute a second. Ctrl-C stops it; the same line goes on."),
        ("trading run --data prices.csv --speed max --desk replay", "Your own bars, as fast as they can be traded, in a folder of its own."),
        ("trading run --bus redis --exchange exchange.sock", "A desk over Redis; start it twice, each with a --desk of its own, and the two share the work."),
        ("trading run --broker alpaca-paper --symbol SPY --desk spy", "Alpaca's quotes and play money, by the clock on the wall; keys in the environment."),
    ];

    private async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        var request = _market.RequestOf(arguments, arguments.GetValue(_strategy), arguments.GetValue(_set) ?? [], arguments.GetValue(_config));
        var configuration = PreparedBacktest.ConfigurationOf(request);
        var calendar = new NyseCalendar();
        using var logs = new TerminalLogs(terminal);
        var broker = arguments.GetValue(_broker)!;
        var factory = broker == Paper ? PaperOf(arguments, request, calendar, terminal) : BrokerOf(broker, arguments, request, configuration, terminal, logs);
        try
        {
            var settings = (IVenue venue) => LocalDeskSettings.Of(configuration, venue, PeriodOf(request, venue, isPaper: broker == Paper));
            var folder = new DeskFolder(arguments.GetValue(_desk)!);
            var (isFast, json) = (_market.SpeedOf(arguments) == 0, arguments.GetValue(_json));
            if (RealBrokers.IsRealMoney(broker)) terminal.Complain($"REAL MONEY: the account '{configuration.Account}' at {broker}.");
            if (arguments.GetValue(_bus) == BusOption.Redis) return await RunSharedAsync(configuration, factory, settings, folder, calendar, isFast, logs, json, terminal, cancellation);
            await using var desk = await HostedDesk.OpenAsync(configuration, factory, settings, folder, calendar, TimeProvider.System, isFast, logs, cancellation);
            return await RunAsync(desk, folder, json, terminal, cancellation);
        }
        catch (IOException failed)
        {
            throw new CommandFailure(ExitCode.Failed, failed.Message);
        }
    }

    /// <summary>A desk over Redis. The folder holds the socket at which it answers, and nothing that has to outlive it.</summary>
    private static async Task<int> RunSharedAsync(
        DeskConfiguration configuration, IVenueFactory factory, Func<IVenue, LocalDeskSettings> settings, DeskFolder folder, NyseCalendar calendar, bool isFast,
        ILoggerFactory logs, bool json, Terminal terminal, CancellationToken cancellation) =>
        await RedisDesks.WithAsync(configuration, terminal, async redis =>
        {
            folder.Make();
            var connection = await factory.ConnectAsync(new VenueRequest(configuration, folder.Path, calendar, TimeProvider.System), cancellation);
            await using var venue = connection.Venue;
            var desk = new SharedDesk(settings(venue), redis, $"desk-{Environment.MachineName}-{Environment.ProcessId}", venue, calendar, connection.Clock, logs);
            if ((await LastTimeAsync(desk, cancellation) ?? connection.Begin) is { } from) connection.Replay?.ForwardTo(from);
            var run = new DeskRun(desk, connection.Replay, isFast && venue.NextTime is not null);
            terminal.Note($"A desk over {configuration.Redis}; it answers in {folder.Path}.");
            await using (LineServer.Start(folder.Control, run.AnswerAsync)) await run.RunAsync(() => TellStarted(desk, terminal), cancellation);
            var view = await desk.ViewAsync(CancellationToken.None);
            if (json) JsonOutput.Write(terminal.Output, view);
            if (desk.Problem is { MayPass: false } problem) throw new CommandFailure(ExitCode.Failed, $"Nothing was traded. {problem.Text}");
            terminal.Note(run.HasEnded ? "The data has ended." : "Stopped.");
            terminal.Note($"In Redis: {view.Trades.Count(trade => trade.Held != 0)} trades hold shares, {view.Orders.Count} open orders, {view.Waiting} messages waiting.");
            return ExitCode.Done;
        });

    /// <summary>The time that the desk's memory has come to. A desk that starts while Redis is away, or reads its own disk, waits for it as one that runs does.</summary>
    private static async Task<DateTimeOffset?> LastTimeAsync(SharedDesk desk, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await desk.LastTimeAsync(cancellation);
            }
            catch (Exception fault) when (desk.IsAway(fault))
            {
                await Task.Delay(WhileAway, cancellation);
            }
        }
    }

    private static void TellStarted(IRunningDesk desk, Terminal terminal)
    {
        foreach (var difference in desk.Differences) terminal.Note($"{difference.Code} {difference.Subject}: {difference.Detail}");
        terminal.Note($"Desk and broker agree. It is {desk.Now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC at the market. Ctrl-C stops.");
    }

    private static async Task<int> RunAsync(HostedDesk hosted, DeskFolder folder, bool json, Terminal terminal, CancellationToken cancellation)
    {
        var desk = hosted.Desk;
        terminal.Note(desk.Journal.Sequence == 0
            ? $"A new desk in {folder.Path}."
            : $"Recovered {folder.Path}: row {desk.Journal.Sequence:N0} ({desk.Journal.Recovered:N0} after the snapshot), {desk.Lifecycles.LiveTrades} live trades, {desk.Journal.Waiting} messages waiting.");
        await hosted.RunAsync(() => TellStarted(desk, terminal), cancellation);
        var view = await DeskViews.OfAsync(desk);
        if (json) JsonOutput.Write(terminal.Output, view);
        if (desk.Problem is { MayPass: false } problem) throw new CommandFailure(ExitCode.Failed, $"Nothing was traded. {problem.Text}");
        terminal.Note(hosted.Run.HasEnded ? "The data has ended." : "Stopped.");
        terminal.Note($"Saved in {folder.Journal}: row {view.Sequence:N0}, {desk.Lifecycles.LiveTrades} live trades, {view.Orders.Count} open orders, {view.Waiting} messages waiting.");
        return ExitCode.Done;
    }

    private IVenueFactory PaperOf(ParseResult arguments, BacktestRequest request, NyseCalendar calendar, Terminal terminal)
    {
        if (arguments.GetValue(_live)) throw new CommandFailure(ExitCode.WrongUse, "--live is set, but a paper account trades no money. Leave it out, or choose a live broker with --broker.");
        if (arguments.GetValue(_exchange) is { } socket) return new RemotePaperFactory(socket);
        var (data, name) = _market.Open(request, arguments, calendar, terminal);
        return new PaperVenueFactory(data, name, _market.SpeedOf(arguments));
    }

    private IVenueFactory BrokerOf(string broker, ParseResult arguments, BacktestRequest request, DeskConfiguration configuration, Terminal terminal, ILoggerFactory logs)
    {
        if (_market.ReplayOptionIn(arguments) is { } replay) throw new CommandFailure(ExitCode.WrongUse, $"{replay} is for bars that are replayed; {broker} trades by the clock on the wall.");
        if (arguments.GetValue(_exchange) is not null) throw new CommandFailure(ExitCode.WrongUse, $"--exchange names a paper exchange, and --broker {broker} another.");
        var venues = RealBrokers.Venues(broker, WatchedOf(request, configuration), logs);
        RealBrokers.AssertConsent(broker, arguments.GetValue(_live), configuration, terminal);
        RealBrokers.AssertKeys(broker, configuration);
        return venues;
    }

    /// <summary>The bars that the strategies read: of the symbols they name, or else of those of the command line.</summary>
    private static ImmutableArray<(Symbol Symbol, BarPeriod Period)> WatchedOf(BacktestRequest request, DeskConfiguration configuration)
    {
        var watched = configuration.Strategies.SelectMany(strategy => SymbolsOf(strategy, request).Select(symbol => (symbol, strategy.Period ?? request.Period ?? BarPeriod.Minute))).Distinct().ToImmutableArray();
        return watched.IsEmpty
            ? throw new CommandFailure(ExitCode.WrongUse, "A broker has more symbols than anybody watches: name them with --symbol, or as strategies[].symbols.")
            : watched;
    }

    private static IEnumerable<Symbol> SymbolsOf(ConfiguredStrategy strategy, BacktestRequest request) =>
        strategy.Symbols.IsEmpty ? request.Symbols : request.Symbols.IsEmpty ? strategy.Symbols : strategy.Symbols.Intersect(request.Symbols);

    private static BarPeriod PeriodOf(BacktestRequest request, IVenue venue, bool isPaper)
    {
        if (!isPaper) return request.Period ?? BarPeriod.Minute;
        return venue.Watched.Select(one => one.Period).Distinct().ToArray() is [var period]
            ? period
            : throw new CommandFailure(ExitCode.WrongUse, "The market has bars of several periods; choose one with --period.");
    }
}
