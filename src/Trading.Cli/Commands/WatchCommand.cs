using System.CommandLine;
using System.Text;
using Trading.Cli.Redis;
using Trading.Messages;
using Trading.Runtime.Configuration;

namespace Trading.Cli.Commands;

/// <summary><c>trading watch</c>: what the agents say, as they say it.</summary>
internal sealed class WatchCommand : DeskCommand
{
    private readonly Argument<string> _pattern = new("pattern") { Description = "Which events: three parts, each a name or *. Default: all.", HelpName = "PATTERN", DefaultValueFactory = _ => "*.*.*" };
    private readonly Option<int?> _count = new("--count") { Description = "Stop after so many.", HelpName = "N" };
    private readonly Option<string?> _config = new("--config") { Description = $"The configuration file. Default: {ConfigurationFile.DefaultName} in this folder, if there is one.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "Each message as one line of JSON, a CloudEvents object." };

    public WatchCommand(Terminal terminal)
        : base("watch", "Show what the agents of a desk on Redis say, as they say it, until Ctrl-C.")
    {
        Arguments.Add(_pattern);
        foreach (var option in (Option[])[_count, _config, _json]) Options.Add(option);
        SetAction(async (arguments, cancellation) =>
        {
            var (pattern, most, asJson) = (Parse(arguments.GetValue(_pattern)!), arguments.GetValue(_count), arguments.GetValue(_json));
            return await RedisDesks.WithAsync(Configurations.Load(arguments.GetValue(_config), []), terminal, async desk =>
            {
                await using var watch = await desk.WatchAsync(pattern);
                var shown = 0;
                await foreach (var message in watch.ReadAllAsync(cancellation))
                {
                    terminal.Output.WriteLine(asJson ? Encoding.UTF8.GetString(MessageJson.Write(message)) : Line(message));
                    if (++shown == most) break;
                }
                if (watch.Missed > 0) terminal.Note($"{watch.Missed} messages came too fast or could not be read.");
                return ExitCode.Done;
            });
        });
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading watch \"orders.*.*\"", "Everything about orders."),
        ("trading watch \"*.*.*\" --json", "Everything, for another program."),
    ];

    private static string Line(Message message) =>
        $"{message.Time.UtcDateTime:HH:mm:ss.fff}  {message.Name,-34}  {message.Source,-11}  {message.Subject}";

    private static EventPattern Parse(string text)
    {
        try
        {
            return new EventPattern(text);
        }
        catch (FormatException wrong)
        {
            throw new CommandFailure(ExitCode.WrongUse, wrong.Message);
        }
    }
}
