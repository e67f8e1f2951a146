using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Trading.Cli;

/// <summary>The usual help, then the command's examples and the exit codes.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is DeskCommand { Examples.Count: > 0 } command)
        {
            output.WriteLine("Examples:");
            foreach (var (line, does) in command.Examples)
            {
                output.WriteLine($"  {line}");
                output.WriteLine($"      {does}");
            }
            output.WriteLine();
        }
        output.WriteLine(ExitCode.Help);
        return code;
    }
}
