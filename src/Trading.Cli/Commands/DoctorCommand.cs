using System.CommandLine;
using Spectre.Console;
#if ALPACA
using Trading.Alpaca;
#endif
using Trading.Cli.Doctor;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Configuration;
using Trading.Runtime.Desks;
using Trading.Runtime.Findings;

namespace Trading.Cli.Commands;

/// <summary><c>trading doctor</c>: what works, what does not, and what to do about it.</summary>
internal sealed class DoctorCommand : DeskCommand
{
    private readonly Option<string?> _config = new("--config") { Description = "The configuration file. Default: trading.yaml in this folder, if there is one.", HelpName = "FILE" };
    private readonly Option<string?> _journal = new("--journal") { Description = $"The file of the journal. Default: that of the desk in {DeskFolder.DefaultName}, if there is one.", HelpName = "FILE" };
    private readonly Option<string?> _redis = new("--redis") { Description = "A Redis to look for. Default: that of the configuration, if it names one.", HelpName = "HOST:PORT" };
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
        var usual = new DeskFolder(DeskFolder.DefaultName).Journal;
        findings.Add(JournalCheck.Run(journal ?? (File.Exists(usual) ? usual : null)));
        findings.Add(redis is null && configuration is not null && NamesRedis(configuration)
            ? await RedisCheck.RunAsync(configuration.Redis.WithPassword(Environment.GetEnvironmentVariable))
            : await RedisCheck.RunAsync(redis, cancellation));
        if (configuration is null) return findings;
        foreach (var isLive in (bool[])[false, true]) findings.AddRange(await AlpacaAsync(configuration, isLive, clock, cancellation));
        findings.AddRange(await SchwabCheck.RunAsync(configuration, Environment.GetEnvironmentVariable, clock, cancellation));
        return findings;
    }

    private static bool NamesRedis(DeskConfiguration configuration) =>
        configuration.Definitions.Any(setting => setting.Path.StartsWith("redis.", StringComparison.Ordinal) && setting.Variable is not null && setting.Value != setting.Default && setting.Value is not null);

#if ALPACA
    private static Task<IReadOnlyList<Finding>> AlpacaAsync(DeskConfiguration configuration, bool isLive, TimeProvider clock, CancellationToken cancellation) => AlpacaCheck.RunAsync(
        isLive ? configuration.Brokers.AlpacaLive : configuration.Brokers.AlpacaPaper, configuration.Account, isLive, Environment.GetEnvironmentVariable, new NyseCalendar(), clock, cancellation);
#else
    private static Task<IReadOnlyList<Finding>> AlpacaAsync(DeskConfiguration configuration, bool isLive, TimeProvider clock, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Finding>>(
        [new(isLive ? "alpaca-live" : "alpaca-paper", Health.Off, "not in this build", "build with -p:Alpaca=true, if you want it; docs/alpaca.md")]);
#endif

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
