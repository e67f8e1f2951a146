using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using TradingFunctions.Tests.Host;

namespace TradingFunctions.Tests.Infrastructure;

/// <summary>Holds the table of functions in docs/azure.md against the functions there are.</summary>
public sealed partial class FunctionTableTests
{
    private const int Columns = 5;

    [Fact]
    public void The_docs_tell_of_every_function_and_of_no_other_with_its_trigger_and_what_happens_when_it_fails()
    {
        var rows = Rows().ToList();

        Assert.All(rows, row => Assert.Equal(Columns, row.Length));
        Assert.All(rows, row => Assert.NotEmpty(row[^1]));
        var told = rows.SelectMany(row => Name().Matches(row[0]).Select(name => (name.Groups["name"].Value, Trigger: TriggerOf(row[1]))));
        Assert.Equal(Functions().Order(), told.Order());
    }

    private static IEnumerable<(string Name, string Trigger)> Functions() =>
        from method in typeof(DeskSettings).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from attribute in method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes())
        where attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal)
        select (function.Name, TriggerOf(attribute.GetType().Name.Replace("TriggerAttribute", "", StringComparison.Ordinal)));

    /// <summary>The first word: <c>Redis stream</c> and <c>RedisStream</c> are one.</summary>
    private static string TriggerOf(string text) => FirstWord().Match(text).Value.ToUpperInvariant();

    private static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(Tools.Root, "docs", "azure.md"))
        .SkipWhile(line => line != "## Every function").Skip(1).TakeWhile(line => !line.StartsWith('#'))
        .Where(line => line.StartsWith('|')).Skip(2)
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("^([A-Z]{2,}|.[a-z]*)")]
    private static partial Regex FirstWord();
}
