using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Trading.Cli.Redis;
using Trading.Runtime.Configuration;
using Trading.Runtime.Redis;

namespace Trading.Cli.Commands;

/// <summary><c>trading deadletters</c>: the messages that agents gave up on.</summary>
internal sealed class DeadLettersCommand : DeskCommand
{
    private const int Most = 1_000;

    public DeadLettersCommand(Terminal terminal)
        : base("deadletters", "List, replay or drop the messages that agents failed on for the last time.")
    {
        Subcommands.Add(new ListCommand(terminal));
        Subcommands.Add(new ChangeCommand(
            "replay", "Put messages back into their inboxes, as new. What was handled meanwhile is not handled again.", "replayed", (letters, id) => letters.ReplayAsync(id), terminal));
        Subcommands.Add(new ChangeCommand(
            "drop", "Forget messages for good.", "dropped", (letters, id) => letters.DropAsync(id), terminal));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading deadletters list", "What was given up, by whom, and why."),
        ("trading deadletters replay --all", "Tries all of them again, after the cause was mended."),
    ];

    private static Option<string?> ConfigOption() =>
        new("--config") { Description = $"The configuration file. Default: {ConfigurationFile.DefaultName} in this folder, if there is one.", HelpName = "FILE" };

    private sealed class ListCommand : DeskCommand
    {
        public ListCommand(Terminal terminal)
            : base("list", "List what was given up, oldest first.")
        {
            var config = ConfigOption();
            var json = new Option<bool>("--json") { Description = "One JSON array of {id, inbox, buriedAt, deliveries, error, message}." };
            Options.Add(config);
            Options.Add(json);
            SetAction(async (arguments, _) => await RedisDesks.WithAsync(Configurations.Load(arguments.GetValue(config), []), terminal, async desk =>
            {
                var letters = await desk.DeadLetters.ListAsync(Most);
                if (arguments.GetValue(json)) JsonOutput.Write(terminal.Output, letters.Select(Row.Of));
                else Print(letters, terminal);
                return ExitCode.Done;
            }));
        }

        public override IReadOnlyList<(string Line, string Does)> Examples => [("trading deadletters list --json", "For another program, with the messages.")];

        private static void Print(IReadOnlyCollection<BuriedMessage> letters, Terminal terminal)
        {
            if (letters.Count == 0)
            {
                terminal.Output.WriteLine("There are no dead letters.");
                return;
            }
            var table = new Table().Border(terminal.Border);
            foreach (var column in (string[])["id", "agent", "given up (UTC)", "tries", "error"]) table.AddColumn(column);
            foreach (var letter in letters)
                table.AddRow(letter.Id, letter.Inbox, $"{letter.BuriedAt:yyyy-MM-dd HH:mm:ss}", $"{letter.Deliveries}", Markup.Escape(letter.Error));
            terminal.Console.Write(table);
        }

        private sealed record Row(
            string Id, string Inbox, [property: JsonConverter(typeof(UtcJsonConverter))] DateTimeOffset BuriedAt, int Deliveries, string Error, JsonElement? Message)
        {
            public static Row Of(BuriedMessage letter) => new(letter.Id, letter.Inbox, letter.BuriedAt, letter.Deliveries, letter.Error, MessageOf(letter.Json));

            private static JsonElement? MessageOf(string json)
            {
                try
                {
                    using var document = JsonDocument.Parse(json);
                    return document.RootElement.Clone();
                }
                catch (JsonException)
                {
                    return null; // it was given up because it cannot be read
                }
            }
        }
    }

    private sealed class ChangeCommand : DeskCommand
    {
        private readonly string _name;

        public ChangeCommand(string name, string description, string done, Func<RedisDeadLetters, string, ValueTask<bool>> change, Terminal terminal)
            : base(name, description)
        {
            _name = name;
            var ids = new Argument<string[]>("id") { Description = "Ids as `trading deadletters list` shows them.", Arity = ArgumentArity.ZeroOrMore, HelpName = "ID" };
            var all = new Option<bool>("--all") { Description = "All of them." };
            var config = ConfigOption();
            Arguments.Add(ids);
            Options.Add(all);
            Options.Add(config);
            SetAction(async (arguments, _) =>
            {
                var wanted = arguments.GetValue(ids) ?? [];
                if (wanted.Length > 0 == arguments.GetValue(all)) throw new CommandFailure(ExitCode.WrongUse, $"Name the ids to {name}, or say --all.");
                return await RedisDesks.WithAsync(Configurations.Load(arguments.GetValue(config), []), terminal, async desk =>
                {
                    if (wanted.Length == 0) wanted = [.. (await desk.DeadLetters.ListAsync(Most)).Select(letter => letter.Id)];
                    var missing = new List<string>();
                    foreach (var id in wanted)
                        if (!await change(desk.DeadLetters, id)) missing.Add(id);
                    terminal.Output.WriteLine($"{wanted.Length - missing.Count} {done}.");
                    if (missing.Count == 0) return ExitCode.Done;
                    terminal.Complain($"There is no dead letter {string.Join(", ", missing)}.");
                    return ExitCode.Failed;
                });
            });
        }

        public override IReadOnlyList<(string Line, string Does)> Examples => [($"trading deadletters {_name} --all", "All there are.")];
    }
}
