using System.Collections.Immutable;
using System.Globalization;
using Trading.Runtime.Configuration;
using Trading.Strategies;

namespace Trading.Cli.Sweeps;

/// <summary>Every combination of the values asked for.</summary>
internal static class ParameterGrid
{
    /// <summary>More combinations than this are taken for a mistake.</summary>
    private const int MostPoints = 1_000_000;

    /// <summary>No parameter takes a larger one, and steps beyond it could leave what a decimal holds.</summary>
    private const decimal LargestNumber = 1_000_000_000_000;

    /// <exception cref="CommandFailure">The grid makes no sense, or no combination is allowed.</exception>
    public static IReadOnlyList<GridPoint> Of(IEnumerable<string> axes, DeskConfiguration configuration)
    {
        if (configuration.Strategies.Length != 1)
            throw new CommandFailure(ExitCode.WrongUse, $"A sweep is of one strategy; name one of {string.Join(", ", configuration.Strategies.Select(one => one.Id))} with --strategy.");
        var strategy = configuration.Strategies[0];
        var combinations = new List<ImmutableArray<KeyValuePair<string, string>>> { ImmutableArray<KeyValuePair<string, string>>.Empty };
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var axis in axes)
        {
            var (name, values) = Axis(axis);
            if (!names.Add(name)) throw new CommandFailure(ExitCode.WrongUse, $"--grid: {name} is there twice; give all its values at once, as {name}=10,20,50.");
            combinations = [.. combinations.SelectMany(point => values.Select(value => point.Add(KeyValuePair.Create(name, value))))];
            if (combinations.Count > MostPoints) throw new CommandFailure(ExitCode.WrongUse, $"The grid has more than {MostPoints:N0} combinations.");
        }
        var points = new List<GridPoint>();
        StrategyCreation? refused = null;
        foreach (var combination in combinations)
        {
            var values = new Dictionary<string, string>(strategy.Values.All, StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in combination) values[name] = value;
            var creation = StrategyCatalogue.Standard.Create(strategy.Kind, values);
            if (creation.IsValid) points.Add(new GridPoint(points.Count, combination, strategy with { Values = creation.Values, Create = creation.Create }));
            else refused = creation;
        }
        return points.Count > 0 ? points : throw new CommandFailure(ExitCode.WrongUse, $"No combination is allowed: {string.Join("; ", refused!.Violations)}");
    }

    private static (string Name, IReadOnlyList<string> Values) Axis(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0) throw Wrong(text);
        var values = new List<string>();
        foreach (var part in text[(at + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) values.AddRange(Values(part, text));
        return values.Count > 0 ? (text[..at].Trim(), values) : throw Wrong(text);
    }

    private static List<string> Values(string part, string text)
    {
        var dots = part.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0) return [part];
        var colon = part.IndexOf(':', StringComparison.Ordinal);
        var last = colon < 0 ? part[(dots + 2)..] : part[(dots + 2)..colon];
        if (!TryNumber(part[..dots], out var from) || !TryNumber(last, out var to) || !TryNumber(colon < 0 ? "1" : part[(colon + 1)..], out var step) || step <= 0 || to < from)
            throw Wrong(text);
        if ((double)(to - from) / (double)step >= MostPoints) throw new CommandFailure(ExitCode.WrongUse, $"--grid '{text}' has more than {MostPoints:N0} values.");
        var values = new List<string>();
        for (var value = from; value <= to; value += step) values.Add(value.ToString(CultureInfo.InvariantCulture));
        return values;
    }

    private static bool TryNumber(string text, out decimal number) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Math.Abs(number) <= LargestNumber;

    private static CommandFailure Wrong(string text) => new(ExitCode.WrongUse, $"--grid '{text}' is not NAME=VALUES, such as fast=10,20,50 or fast=10..50:10.");
}
