using System.CommandLine;
using Trading.Cli.Backtests;
using Trading.Cli.Desks;
using Trading.MarketData;
using Trading.Runtime.Desks;

namespace Trading.Cli.Commands;

/// <summary><c>trading exchange</c></summary>
internal sealed class ExchangeCommand : DeskCommand
{
    private readonly MarketOptions _market = new();
    private readonly Option<string> _socket = new("--socket") { Description = "Where desks find it: a socket in the file system.", HelpName = "SOCKET", Required = true };
    private readonly Option<string?> _log = new("--log") { Description = "Where the account's calls are kept, so that it outlives this process too. Default: beside the socket.", HelpName = "FILE" };
    private readonly Option<string?> _config = new("--config") { Description = "The configuration file. Default: trading.yaml in this folder, if there is one.", HelpName = "FILE" };

    public ExchangeCommand(Terminal terminal)
        : base("exchange", "Run a paper exchange in a process of its own, for desks that may die.")
    {
        _market.AddTo(this);
        foreach (var option in (Option[])[_socket, _log, _config]) Options.Add(option);
        SetAction((arguments, cancellation) => RunAsync(arguments, terminal, cancellation));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
        [("trading exchange --socket exchange.sock --speed 600", "Made-up quotes, ten minutes a second. Then, elsewhere: trading run --exchange exchange.sock")];

    private async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        var request = _market.RequestOf(arguments, null, [], arguments.GetValue(_config));
        var configuration = PreparedBacktest.ConfigurationOf(request);
        var speed = _market.SpeedOf(arguments);
        if (speed == 0) throw new CommandFailure(ExitCode.WrongUse, "--speed max needs the exchange and the desk in one process; give a number.");
        var socket = arguments.GetValue(_socket)!;
        var calendar = new NyseCalendar();
        var (data, name) = _market.Open(request, arguments, calendar, terminal);
        var clock = new ReplayClock(TimeProvider.System, speed);
        await using var exchange = new PaperExchange(
            configuration.Account, calendar, data, configuration.Exchange, PaperLog.Open(arguments.GetValue(_log) ?? socket + ".log", name), clock, keepsShown: true);
        clock.ForwardTo(exchange.Now);
        using var server = new PaperServer(exchange, clock, speed);
        await using (LineServer.Start(socket, server.AnswerAsync))
        {
            terminal.Note($"The exchange for account '{configuration.Account}' is open at {socket}: {name}. Ctrl-C closes it.");
            while (!cancellation.IsCancellationRequested)
            {
                // Nights and weekends are passed over, as a desk in the same process does.
                if (exchange.NextTime is { } next && next - clock.GetUtcNow() > TimeSpan.FromMinutes(15)) clock.ForwardTo(next - TimeSpan.FromMinutes(1));
                await server.AnswerAsync("""{"ask":"account","bars":0}""", CancellationToken.None);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
        return ExitCode.Done;
    }
}
