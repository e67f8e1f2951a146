using System.CommandLine;
using Symbol = Trading.MarketData.Symbol;

namespace Trading.Cli.Backtests;

/// <summary>The options that every command which replays bars has in common.</summary>
/// <param name="files">What the command writes into the folder of <c>--out</c>.</param>
internal sealed class BacktestOptions(string files)
{
    private readonly Option<string?> _data = new("--data")
    {
        Description = "Bars to replay: a CSV or .bars file, a folder, or a pattern in quotes. Default: the sample that comes with the command.",
        HelpName = "PATH",
    };

    private readonly Option<string[]> _read = ReadOption.Make();
    private readonly Option<string?> _strategy = new("--strategy") { Description = "Run this strategy alone, instead of those configured: trend-following, donchian-breakout or rsi-mean-reversion.", HelpName = "NAME" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A parameter of the strategy (fast=10), or any setting by its path (risk.account.allowShort=true). May be given several times.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> _symbol = new("--symbol") { Description = "Only these symbols of the data. May be given several times.", HelpName = "SYMBOL" };
    private readonly Option<string?> _period = PeriodOption.Make();
    private readonly Option<DateOnly?> _from = DateOption.Make("--from", "The first day to replay, as 2010-01-04.");
    private readonly Option<DateOnly?> _to = DateOption.Make("--to", "The last day to replay.");
    private readonly Option<string?> _config = new("--config") { Description = "The configuration file. Default: trading.yaml in this folder, if there is one.", HelpName = "FILE" };
    private readonly Option<string?> _out = new("--out") { Description = $"The folder for {files}. Default: a new one in trading-out.", HelpName = "DIR" };
    private readonly Option<bool> _json = new("--json") { Description = "One JSON document on standard output; progress goes to standard error." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_data, _read, _strategy, _set, _symbol, _period, _from, _to, _config, _out, _json]) command.Options.Add(option);
    }

    /// <exception cref="CommandFailure">An option does not make sense.</exception>
    public BacktestRequest Read(ParseResult arguments)
    {
        var from = arguments.GetValue(_from);
        var to = arguments.GetValue(_to);
        if (to < from) throw new CommandFailure(ExitCode.WrongUse, $"--to {to:yyyy-MM-dd} is before --from {from:yyyy-MM-dd}.");
        return new BacktestRequest(
            arguments.GetValue(_data) ?? Samples.Folder,
            ReadOption.Of(arguments.GetValue(_read)),
            arguments.GetValue(_strategy),
            [.. (arguments.GetValue(_set) ?? []).Select(Assignment)],
            [.. (arguments.GetValue(_symbol) ?? []).Select(text => Symbol.TryParse(text, out var symbol) ? symbol : throw new CommandFailure(ExitCode.WrongUse, $"--symbol '{text}' is not a symbol, such as AAPL."))],
            PeriodOption.Of(arguments.GetValue(_period)),
            from,
            to,
            arguments.GetValue(_config),
            arguments.GetValue(_out),
            arguments.GetValue(_json));
    }

    /// <exception cref="CommandFailure">The text is no assignment.</exception>
    public static KeyValuePair<string, string> Assignment(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw new CommandFailure(ExitCode.WrongUse, $"--set '{text}' is not NAME=VALUE, such as fast=10.");
        var value = text[(at + 1)..].Trim();
        return value.Length > 0
            ? KeyValuePair.Create(text[..at].Trim(), value)
            : throw new CommandFailure(ExitCode.WrongUse, $"--set '{text}' has no value; leave it out for what the configuration has.");
    }
}
