using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Trading.FakeBrokers.Faults;

/// <summary>Reads a fault script from YAML, of which JSON is a part: a list of rules.</summary>
/// <remarks>
/// <code>
/// - operation: submit
///   kind: hangAfter
/// - { broker: alpaca, operation: find, kind: reply, status: 429, headers: { X-RateLimit-Reset: "1770000000" }, times: 2 }
/// </code>
/// </remarks>
public static class FaultScriptText
{
    /// <exception cref="FormatException">The text is no fault script; the message names the line.</exception>
    public static ImmutableArray<FaultRule> Parse(string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlDotNet.Core.YamlException broken)
        {
            throw new FormatException($"Line {broken.Start.Line}: {broken.Message}", broken);
        }
        if (yaml.Documents.Count == 0) return [];
        if (yaml.Documents[0].RootNode is not YamlSequenceNode rules) throw new FormatException("A fault script is a list of rules.");
        return [.. rules.Children.Select(Rule)];
    }

    private static FaultRule Rule(YamlNode node)
    {
        if (node is not YamlMappingNode mapping) throw At(node, "a rule is a mapping of settings");
        var rule = new FaultRule(FaultKind.Reply);
        foreach (var (key, value) in mapping.Children)
        {
            rule = ((YamlScalarNode)key).Value switch
            {
                "broker" => rule with { Broker = Text(value) },
                "operation" => rule with { Operation = Text(value) },
                "path" => rule with { Path = Text(value) },
                "kind" => rule with { Kind = Enum.TryParse<FaultKind>(Text(value), ignoreCase: true, out var kind) ? kind : throw At(value, $"'{Text(value)}' is none of {string.Join(", ", Enum.GetNames<FaultKind>())}") },
                "skip" => rule with { Skip = Whole(value) },
                "times" => rule with { Times = Whole(value) },
                "status" => rule with { Status = Whole(value) },
                "body" => rule with { Body = Text(value) },
                "delay" => rule with { Delay = TimeSpan.FromMilliseconds(Whole(value)) },
                "field" => rule with { Field = Text(value) },
                "value" => rule with { Value = Text(value) },
                "headers" when value is YamlMappingNode headers => rule with { Headers = headers.Children.ToImmutableDictionary(header => Text(header.Key), header => Text(header.Value)) },
                var other => throw At(key, $"'{other}' is no setting of a rule"),
            };
        }
        return rule;
    }

    private static string Text(YamlNode node) => node is YamlScalarNode scalar ? scalar.Value ?? "" : throw At(node, "a word is wanted here");

    private static int Whole(YamlNode node) =>
        int.TryParse(Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw At(node, $"'{Text(node)}' is no whole number");

    private static FormatException At(YamlNode node, string problem) => new($"Line {node.Start.Line}: {problem}.");
}
