using System.CommandLine;
using Spectre.Console;
using Trading.Cli.Doctor;
using Trading.MarketData;
using Trading.Runtime.Configuration;

namespace Trading.Cli.Commands;

/// <summary><c>trading doctor</c>: what works, what does not, and what to do about it.</summary>
internal sealed class DoctorCommand : DeskCommand
{
    private readonly Option<string?> _config = new("--config") { Description = "The configuration file. Default: trading.yaml in this folder, if there is one.", HelpName = "FILE" };
    private readonly Option<string?> _journal = new("--journal") { Description = "The file of the journal.", HelpName = "FILE" };
    private readonly Option<string?> _redis = new("--redis") { Description = "A Redis to look for.", HelpName = "HOST:PORT" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON array of {check, health, says, do}." };

    public DoctorCommand(Terminal terminal)
        : base("doctor", "Check configuration, keys, clock, Redis, journal and brokers, and say what to do.")
    {
        Options.Add(_config);
        Options.Add(_journal);
        Options.Add(_redis);
        Options.Add(_json);
        SetAction(async (arguments, cancellation) =>
        {
            var findings = await FindAsync(arguments.GetValue(_config), arguments.GetValue(_journal), arguments.GetValue(_redis), TimeProvider.System, cancellation);
            if (arguments.GetValue(_json)) JsonOutput.Write(terminal.Output, findings);
            else Print(findings, terminal);
            return findings.Exists(finding => finding.Health == Health.Bad) ? ExitCode.Failed : ExitCode.Done;
        });
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading doctor", "A table, green and red. Exits with 1 when anything is red."),
        ("trading doctor --json", "For a monitor."),
        ("trading doctor --journal desk.db --redis localhost:6379", "Looks at these too."),
    ];

    private static async Task<List<Finding>> FindAsync(string? path, string? journal, string? redis, TimeProvider clock, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        DeskConfiguration? configuration = null;
        try
        {
            configuration = Configurations.Load(path, []);
            findings.Add(new("configuration", Health.Good, Configurations.Find(path) ?? "the defaults; no trading.yaml here"));
        }
        catch (CommandFailure wrong)
        {
            findings.Add(new("configuration", Health.Bad, wrong.Message.ReplaceLineEndings("; "), "trading config validate"));
        }
        var session = new NyseCalendar().CurrentOrNext(clock.GetUtcNow());
        findings.Add(new("market", Health.Good, $"{session.PhaseAt(clock.GetUtcNow())}; session of {session.Date:yyyy-MM-dd}, {session.Open.UtcDateTime:HH:mm} to {session.Close.UtcDateTime:HH:mm} UTC"));
        findings.Add(JournalCheck.Run(journal));
        findings.Add(await RedisCheck.RunAsync(redis, cancellation));
        if (configuration is not null) findings.AddRange(await SchwabCheck.RunAsync(configuration, clock, cancellation));
        return findings;
    }

    private static void Print(List<Finding> findings, Terminal terminal)
    {
        var table = new Table { Border = terminal.Border };
        table.AddColumns("", "check", "", "do");
        foreach (var finding in findings)
        {
            var (word, colour) = finding.Health switch
            {
                Health.Good => ("ok", "green"),
                Health.Warning => ("soon", "yellow"),
                Health.Bad => ("BAD", "red"),
                _ => ("off", "grey"),
            };
            table.AddRow(new Markup($"[{colour}]{word}[/]"), new Text(finding.Check), new Text(finding.Says), new Text(finding.Do));
        }
        terminal.Console.Write(table);
    }
}
