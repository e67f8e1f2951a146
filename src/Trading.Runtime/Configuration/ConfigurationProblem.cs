namespace Trading.Runtime.Configuration;

/// <summary>One thing wrong with a configuration.</summary>
/// <param name="Path">Where, such as <c>risk.maxDailyLoss</c> or <c>strategies[0].parameters.fast</c>; empty for the file as a whole.</param>
/// <param name="Given">What was found there.</param>
/// <param name="Allowed">What may stand there.</param>
/// <param name="Line">The line of the file, counted from one; null where it does not come from the file.</param>
public sealed record ConfigurationProblem(string Path, string Given, string Allowed, int? Line)
{
    public override string ToString() => $"{(Path.Length == 0 ? "" : $"{Path}: ")}{Given}{(Line is { } line ? $" (line {line})" : "")}; allowed: {Allowed}";
}
