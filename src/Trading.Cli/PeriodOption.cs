using System.CommandLine;
using Trading.MarketData;

namespace Trading.Cli;

/// <summary>The option that chooses the bars of one period.</summary>
internal static class PeriodOption
{
    public static Option<string?> Make() => new("--period") { Description = "Only the bars of this period, where the data has several: 1m, 5m, 1h, 1d.", HelpName = "PERIOD" };

    /// <exception cref="CommandFailure">The text is no period.</exception>
    public static BarPeriod? Of(string? text) =>
        text is null ? null
        : BarPeriod.TryParse(text, out var period) ? period
        : throw new CommandFailure(ExitCode.WrongUse, $"--period '{text}' is not a bar period: 1m to 390m, 1h to 6h, or 1d.");
}
