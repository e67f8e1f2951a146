using System.CommandLine;
using Spectre.Console;
using Trading.Cli.Desks;
using Trading.Runtime.Desks;

namespace Trading.Cli.Commands;

/// <summary>A question to a running desk, or an order to it: <c>trading trades</c>, <c>orders</c>, <c>positions</c>, <c>breakers</c>, <c>halt</c>, <c>resume</c>, <c>flatten</c>.</summary>
internal sealed class DeskQuestionCommand : DeskCommand
{
    private readonly DeskDoor _door = new();
    private readonly Option<bool> _json = new("--json") { Description = "One JSON document." };

    private DeskQuestionCommand(string name, string description)
        : base(name, description)
    {
        _door.AddTo(this);
        Options.Add(_json);
    }

    public override IReadOnlyList<(string Line, string Does)> Examples => [($"trading {Name} --json", "For another program.")];

    /// <summary>A command that shows a part of the desk; the journal's when no desk runs.</summary>
    public static DeskQuestionCommand Show<T>(string name, string description, Terminal terminal, Func<DeskView, IReadOnlyList<T>> part, params (string Column, Func<T, object?> Value)[] columns)
    {
        var command = new DeskQuestionCommand(name, description);
        command.SetAction(async (arguments, cancellation) =>
        {
            var rows = part(await command._door.ViewAsync(new ControlRequest(name), arguments, terminal, cancellation));
            if (arguments.GetValue(command._json)) JsonOutput.Write(terminal.Output, rows);
            else Print(rows, columns, terminal);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A command that has the desk do something; there is nobody to do it when no desk runs.</summary>
    public static DeskQuestionCommand Order(string name, string description, Terminal terminal)
    {
        var command = new DeskQuestionCommand(name, description);
        var reason = new Option<string?>("--reason") { Description = "Why, for the record.", HelpName = "TEXT" };
        command.Options.Add(reason);
        command.SetAction((arguments, cancellation) => command.OrderAsync(new ControlRequest(name, null, arguments.GetValue(reason)), arguments, terminal, cancellation));
        return command;
    }

    /// <summary><c>trading breakers reset NAME</c></summary>
    public static Command Reset(Terminal terminal)
    {
        var command = new DeskQuestionCommand("reset", "Close a breaker: what it opened for has been mended.");
        var breaker = new Argument<string>("NAME") { Description = "The breaker, as 'trading breakers' names it." };
        command.Arguments.Add(breaker);
        command.SetAction((arguments, cancellation) => command.OrderAsync(new ControlRequest("reset", arguments.GetValue(breaker)), arguments, terminal, cancellation));
        return command;
    }

    private async Task<int> OrderAsync(ControlRequest request, ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        var view = await _door.OrderAsync(request, arguments, terminal, cancellation);
        if (arguments.GetValue(_json)) JsonOutput.Write(terminal.Output, view);
        else terminal.Output.WriteLine($"{view.Why ?? view.State}. {view.Trades.Count(trade => trade.Held != 0)} trades hold shares, {view.Orders.Count} orders are open.");
        return ExitCode.Done;
    }

    private static void Print<T>(IReadOnlyList<T> rows, (string Column, Func<T, object?> Value)[] columns, Terminal terminal)
    {
        var table = new Table { Border = terminal.Border };
        foreach (var (column, _) in columns) table.AddColumn(column);
        foreach (var row in rows) table.AddRow([.. columns.Select(column => Markup.Escape(Text(column.Value(row))))]);
        terminal.Console.Write(table);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
