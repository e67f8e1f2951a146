using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Trading.Cli.Desks;
using Trading.Runtime.Desks;
using Trading.Runtime.Journals;

namespace Trading.Cli.Commands;

/// <summary><c>trading journal verify</c>, <c>export</c> and <c>replay</c></summary>
internal sealed class JournalCommand : DeskCommand
{
    public JournalCommand(Terminal terminal)
        : base("journal", "Look into a desk's journal: check it, print it, or work it all off again.")
    {
        Add("verify", "Read every row and say whether it is as it was written.", path => Verify(path, terminal));
        Add("export", "Print every row, a JSON object a line.", path => Export(path, terminal));
        Add("replay", "Make the desk again from its rows alone, and compare with what its snapshot says.", path => Replay(path, terminal));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading journal verify", "Exit code 0 when the journal is sound."),
        ("trading journal export | jq 'select(.event == \"orders.order.filled\")'", "Every fill that was ever booked."),
    ];

    private void Add(string name, string description, Func<string, int> act)
    {
        var desk = DeskOption.Make();
        var command = new Command(name, description) { desk };
        command.SetAction(arguments =>
        {
            try
            {
                return act(new DeskFolder(arguments.GetValue(desk)!).Journal);
            }
            catch (JournalFileException bad)
            {
                throw new CommandFailure(ExitCode.Failed, bad.Message);
            }
        });
        Subcommands.Add(command);
    }

    private static int Verify(string path, Terminal terminal)
    {
        using var file = SqliteJournalFile.OpenToRead(path);
        var problems = Journal.Verify(file);
        foreach (var problem in problems) terminal.Complain(problem);
        if (problems.Count == 0) terminal.Output.WriteLine($"{path} is sound.");
        return problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static int Export(string path, Terminal terminal)
    {
        using var file = SqliteJournalFile.OpenToRead(path);
        foreach (var row in file.Read(1))
        {
            var line = new JsonObject { ["sequence"] = row.Sequence, ["time"] = row.Time.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture), ["inbox"] = row.Inbox };
            if (row.Event.Length > 0) line["event"] = row.Event;
            if (row.Subject.Length > 0) line["subject"] = row.Subject;
            if (row.MessageId.Length > 0) line["messageId"] = row.MessageId;
            if (row.Entry.Length > 0) line["entry"] = row.Entry;
            if (row.Handled.Length > 0) line["handled"] = JsonNode.Parse(row.Handled);
            if (row.Error.Length > 0) line["error"] = row.Error;
            line["writes"] = Lines(row.Writes);
            line["said"] = Lines(row.Said);
            terminal.Output.WriteLine(line.ToJsonString(Relaxed));
        }
        return ExitCode.Done;
    }

    private static int Replay(string path, Terminal terminal)
    {
        var whole = DeskViews.OfJournal(path, fromFirstRow: true) with { Recovered = 0, Trades = [] };
        var usual = DeskViews.OfJournal(path) with { Recovered = 0, Trades = [] };
        JsonOutput.Write(terminal.Output, whole);
        if (JsonSerializer.Serialize(whole) == JsonSerializer.Serialize(usual)) return ExitCode.Done;
        terminal.Complain("What the rows make is not what the snapshot says. Keep the file and ask for help; the rows are the truth.");
        return ExitCode.Failed;
    }

    private static JsonArray Lines(byte[] lines) =>
        [.. Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line))];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
