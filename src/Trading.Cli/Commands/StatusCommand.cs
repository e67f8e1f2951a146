using System.CommandLine;
using System.Text.Json.Serialization;
using Trading.MarketData;

namespace Trading.Cli.Commands;

/// <summary><c>trading status</c>: what can be said without a running desk.</summary>
internal sealed class StatusCommand : DeskCommand
{
    private readonly Option<string?> _config = new("--config") { Description = "The configuration file. Default: trading.yaml in this folder, if there is one.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON object." };

    public StatusCommand(Terminal terminal)
        : base("status", "The market, the configuration and the desk as they are now.")
    {
        Options.Add(_config);
        Options.Add(_json);
        SetAction(arguments =>
        {
            var status = Of(arguments.GetValue(_config), TimeProvider.System.GetUtcNow());
            if (arguments.GetValue(_json)) JsonOutput.Write(terminal.Output, status);
            else Print(status, terminal);
            return ExitCode.Done;
        });
    }

    public override IReadOnlyList<(string Line, string Does)> Examples => [("trading status --json", "For another program.")];

    private static Status Of(string? path, DateTimeOffset now)
    {
        var configuration = Configurations.Load(path, []);
        var session = new NyseCalendar().CurrentOrNext(now);
        return new Status(
            VersionCommand.Number, now, session.PhaseAt(now), session.Open, session.Close, Configurations.Find(path) ?? "defaults", configuration.Account,
            [.. configuration.Strategies.Select(strategy => strategy.Id)], "not running");
    }

    private static void Print(Status status, Terminal terminal)
    {
        var output = terminal.Output;
        output.WriteLine($"Desk           {status.Desk}");
        output.WriteLine($"Market         {status.Market}; {(status.SessionOpen > status.Time ? "opens" : "opened")} {status.SessionOpen.UtcDateTime:yyyy-MM-dd HH:mm} UTC, closes {status.SessionClose.UtcDateTime:HH:mm} UTC");
        output.WriteLine($"Configuration  {status.Configuration}");
        output.WriteLine($"Account        {status.Account}");
        output.WriteLine($"Strategies     {string.Join(", ", status.Strategies)}");
        output.WriteLine($"Version        {status.Version}");
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
        string Desk);
}
