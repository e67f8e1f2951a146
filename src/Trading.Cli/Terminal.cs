using Spectre.Console;

namespace Trading.Cli;

/// <summary>Where the command writes: results to standard output, progress and complaints to standard error.</summary>
/// <remarks>Colour and progress bars appear on a terminal only; NO_COLOR is obeyed; text that is piped is plain.</remarks>
internal sealed class Terminal
{
    public Terminal(TextWriter output, TextWriter error)
    {
        Output = output;
        Error = error;
        Console = Make(output, isTerminal: ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected);
        Border = Console.Profile.Capabilities.Interactive ? TableBorder.Rounded : TableBorder.None;
        // Somebody has to see the question and to be able to answer it.
        Ask = ReferenceEquals(error, System.Console.Error) && !System.Console.IsErrorRedirected && !System.Console.IsInputRedirected ? AskPerson : null;
        Progress = Make(error, isTerminal: ReferenceEquals(error, System.Console.Error) && !System.Console.IsErrorRedirected);
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>What the person types.</summary>
    public TextReader Input { get; init; } = System.Console.In;

    /// <summary>Puts a question to the person at the terminal and returns what was typed; null where nobody sits there.</summary>
    public Func<string, string?>? Ask { get; init; }

    /// <summary>Standard output with colour where it is a terminal.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Lines around tables on a terminal; piped tables are plain columns.</summary>
    public TableBorder Border { get; }

    /// <summary>Standard error with colour and live progress where it is a terminal.</summary>
    public IAnsiConsole Progress { get; }

    /// <summary>Tells what is wrong and what to do about it.</summary>
    public void Complain(string problem) => Progress.MarkupLineInterpolated($"[red]{Printable(problem)}[/]");

    /// <summary>Tells something worth knowing that is no problem.</summary>
    public void Note(string note) => Progress.MarkupLineInterpolated($"[grey]{Printable(note)}[/]");

    // What is told may be text of a file or of a server, which must not steer the terminal.
    private static string Printable(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t') ? '\ufffd' : letter));

    private string? AskPerson(string question)
    {
        Error.Write(question);
        return Input.ReadLine();
    }

    private static IAnsiConsole Make(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        // A pipe has no width; a table that was cut to 80 columns would lose what the reader asked for.
        if (!isTerminal) console.Profile.Width = 4096;
        return console;
    }
}
