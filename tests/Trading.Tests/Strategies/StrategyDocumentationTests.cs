using Trading.Strategies;

namespace Trading.Tests.Strategies;

public class StrategyDocumentationTests
{
    public static TheoryData<string> Names => [.. StrategyCatalogue.Standard.Kinds.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_has_the_tables_of_the_catalogue(string name)
    {
        var kind = StrategyCatalogue.Standard.Find(name)!;
        var section = Section(name);
        Assert.Contains(kind.Description, section);
        Assert.Equal(
            [
                .. kind.Parameters.Select(parameter => $"| `{parameter.Name}` | {parameter.Default} | {parameter.Allowed} | {parameter.Meaning} |"),
                .. kind.Rules.Select(rule => $"| `{rule.Parameter}` | {rule.Allowed} |"),
            ],
            section.Where(line => line.StartsWith("| `", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_page_has_a_section_for_each_strategy_and_no_other() =>
        Assert.Equal(
            StrategyCatalogue.Standard.Kinds.Select(kind => kind.Name),
            Page().Where(line => line.StartsWith("## `", StringComparison.Ordinal)).Select(line => line[4..^1]));

    [Fact]
    public void The_strategy_of_ones_own_on_the_page_is_one_that_is_compiled_and_tested()
    {
        var page = Page();
        var shown = page.SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```");
        var compiled = File.ReadLines(Path.Combine(Root(), "tests", "Trading.Tests", "Strategies", "HigherCloses.cs"));
        Assert.Equal(compiled.SkipWhile(line => !line.StartsWith("/// ", StringComparison.Ordinal)), shown);
    }

    private static string[] Section(string name) =>
        [.. Page().SkipWhile(line => line != $"## `{name}`").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))];

    private static string[] Page() => File.ReadAllLines(Path.Combine(Root(), "docs", "strategies.md"));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TradingFunctions.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
