using System.CommandLine;
using System.Text.Json.Serialization;
using Trading.Cli.Desks;
using Trading.MarketData;
using Trading.Runtime.Desks;

namespace Trading.Cli.Commands;

/// <summary><c>trading status</c>: the market, and the desk that runs, or what its journal has.</summary>
internal sealed class StatusCommand : DeskCommand
{
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object." };
    private readonly DeskDoor _door = new();

    public StatusCommand(Terminal terminal)
        : base("status", "The market, the configuration and the desk as they are now.")
    {
        _door.AddTo(this);
        Options.Add(_json);
        SetAction(async (arguments, cancellation) =>
        {
            var status = await OfAsync(arguments, terminal, TimeProvider.System.GetUtcNow(), cancellation);
            if (arguments.GetValue(_json)) JsonOutput.Write(terminal.Output, status);
            else Print(status, terminal);
            return ExitCode.Done;
        });
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading status --json", "For another program."),
        ("trading status --bus redis", "A desk of agents alone."),
    ];

    private async Task<Status> OfAsync(ParseResult arguments, Terminal terminal, DateTimeOffset now, CancellationToken cancellation)
    {
        var path = _door.ConfigurationIn(arguments);
        var (source, view) = await _door.LookAsync(new ControlRequest("status"), arguments, terminal, cancellation);
        var configuration = Configurations.Load(path, []);
        var session = new NyseCalendar().CurrentOrNext(now);
        return new Status(
            VersionCommand.Number, now, session.PhaseAt(now), session.Open, session.Close, Configurations.Find(path) ?? "defaults", configuration.Account,
            [.. configuration.Strategies.Select(strategy => strategy.Id)], source, view);
    }

    private static void Print(Status status, Terminal terminal)
    {
        var output = terminal.Output;
        output.WriteLine($"Desk           {status.Desk}");
        output.WriteLine($"Market         {status.Market}; {(status.SessionOpen > status.Time ? "opens" : "opened")} {status.SessionOpen.UtcDateTime:yyyy-MM-dd HH:mm} UTC, closes {status.SessionClose.UtcDateTime:HH:mm} UTC");
        output.WriteLine($"Configuration  {status.Configuration}");
        output.WriteLine($"Account        {status.Account}");
        output.WriteLine($"Strategies     {string.Join(", ", status.Strategies)}");
        if (status.View is { } view) Print(view, status.Desk == DeskDoor.Running, output);
        output.WriteLine($"Version        {status.Version}");
    }

    private static void Print(DeskView view, bool isRunning, TextWriter output)
    {
        output.WriteLine($"Trading        {view.Why ?? view.State}{(isRunning ? $"; it is {view.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC at its market" : "")}");
        output.WriteLine($"Equity         {view.Equity:N2} dollars, {view.Cash:N2} of them cash");
        output.WriteLine($"Trades         {view.Trades.Count(trade => trade.Held != 0)} hold shares; {view.Orders.Count} orders are open");
        if (view.Sequence > 0) output.WriteLine($"Journal        row {view.Sequence:N0}");
        output.WriteLine($"Messages       {view.Waiting} waiting, {view.DeadLetters} dead letters");
        foreach (var difference in view.Differences) output.WriteLine($"Difference     {difference}");
    }

    private sealed record Status(
        string Version,
        [property: JsonConverter(typeof(UtcJsonConverter))] DateTimeOffset Time,
        SessionPhase Market,
        [property: JsonConverter(typeof(UtcJsonConverter))] DateTimeOffset SessionOpen,
        [property: JsonConverter(typeof(UtcJsonConverter))] DateTimeOffset SessionClose,
        string Configuration,
        string Account,
        IReadOnlyList<string> Strategies,
        string Desk,
        DeskView? View);
}
