using System.CommandLine;
using Trading.Cli.Redis;
using Trading.Runtime.Configuration;
using Trading.Runtime.Desks;
using Trading.Runtime.Journals;

namespace Trading.Cli.Desks;

/// <summary>The way to a desk from another terminal, and the options that name it: the process that runs on a folder, or Redis, whoever runs the desk there.</summary>
internal sealed class DeskDoor
{
    /// <summary>What a desk is called that answers by itself.</summary>
    public const string Running = "running";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Option<string> _desk = DeskOption.Make();
    private readonly Option<string> _bus = BusOption.Make("Whom to ask: journal, the process that runs on the folder or what its journal has; redis, the memory that agents share, which needs no process on a folder.");
    private readonly Option<string?> _config = new("--config") { Description = $"The configuration file. Default: {ConfigurationFile.DefaultName} in this folder, if there is one.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_desk, _bus, _config]) command.Options.Add(option);
    }

    public string? ConfigurationIn(ParseResult arguments) => arguments.GetValue(_config);

    /// <summary>The desk as it is; null where neither a desk nor its journal is found. The text says where that comes from.</summary>
    public async Task<(string Source, DeskView? View)> LookAsync(ControlRequest question, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        if (arguments.GetValue(_bus) == BusOption.Redis)
            return ("in Redis", await WithRedisAsync(arguments, terminal, control => control.ViewAsync(cancellation)));
        var folder = FolderOf(arguments);
        if (await folder.AskAsync(question, cancellation) is { } reply) return (Running, reply.View ?? throw new CommandFailure(ExitCode.WrongUse, reply.Error!));
        return File.Exists(folder.Journal) ? ("not running; this is what its journal has", DeskViews.OfJournal(folder.Journal)) : ("not running", null);
    }

    /// <summary>The desk as it is.</summary>
    /// <exception cref="CommandFailure">There is none, and no journal of one.</exception>
    public async Task<DeskView> ViewAsync(ControlRequest question, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            var (source, view) = await LookAsync(question, arguments, terminal, cancellation);
            var path = FolderOf(arguments).Path;
            if (view is null) throw new CommandFailure(ExitCode.Failed, $"No desk runs in {path}, and there is no journal. Start it: trading run --desk {path}. A desk of agents alone answers with --bus redis.");
            if (source.StartsWith("not", StringComparison.Ordinal)) terminal.Note($"No desk runs in {path}; this is what its journal has.");
            return view;
        }
        catch (JournalFileException unreadable)
        {
            throw new CommandFailure(ExitCode.Failed, unreadable.Message);
        }
    }

    /// <summary>Has the desk do something, and returns it as it is afterwards.</summary>
    /// <exception cref="CommandFailure">There is nobody who does it.</exception>
    public async Task<DeskView> OrderAsync(ControlRequest order, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        if (order.Problem() is { } problem) throw new CommandFailure(ExitCode.WrongUse, problem);
        if (arguments.GetValue(_bus) == BusOption.Redis) return await WithRedisAsync(arguments, terminal, control => OrderAsync(order, control, cancellation));
        var folder = FolderOf(arguments);
        var reply = await folder.AskAsync(order, cancellation)
            ?? throw new CommandFailure(ExitCode.Failed, $"No desk runs in {folder.Path}; nothing was done. Start it: trading run --desk {folder.Path}. A desk of agents alone hears with --bus redis.");
        return reply.View ?? throw new CommandFailure(ExitCode.WrongUse, reply.Error!);
    }

    private static async Task<DeskView> OrderAsync(ControlRequest order, SharedDeskControl control, CancellationToken cancellation)
    {
        if (order.ToSay() is var (name, data))
        {
            if (!await control.SayAsync(name, data, LongestWait, cancellation))
                throw new CommandFailure(ExitCode.Failed, $"It is said and in Redis, but no agent of risk has taken it within {LongestWait.TotalSeconds:0} s: none runs, or it is behind. It is obeyed as soon as one takes it: trading agent risk");
        }
        else if (await control.ResetAsync(order.Name!, cancellation) is { } known)
        {
            throw new CommandFailure(ExitCode.WrongUse, $"No process has used a breaker '{order.Name}'; there {(known.IsEmpty ? "is none yet" : $"are {string.Join(", ", known)}")}.");
        }
        return await control.ViewAsync(cancellation);
    }

    private async Task<DeskView> WithRedisAsync(ParseResult arguments, Terminal terminal, Func<SharedDeskControl, Task<DeskView>> act)
    {
        var configuration = Configurations.Load(ConfigurationIn(arguments), []);
        return await RedisDesks.WithAsync(configuration, terminal, redis => act(new SharedDeskControl(redis, configuration.Account, TimeProvider.System)));
    }

    private DeskFolder FolderOf(ParseResult arguments) => new(arguments.GetValue(_desk)!);
}
