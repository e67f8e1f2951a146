using Trading.Strategies;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Trading.Runtime.Configuration;

/// <summary>Reads the one YAML file of a desk. Every setting has a default, so that the empty file is a whole configuration.</summary>
public static class ConfigurationFile
{
    /// <summary>The file that is read when none is named, if it is there.</summary>
    public const string DefaultName = "trading.yaml";

    /// <exception cref="ConfigurationException">The file cannot be read, or it or the environment has problems; all of them are in it.</exception>
    public static DeskConfiguration Load(string path, EnvironmentOverrides overrides, StrategyCatalogue catalogue)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(path, [new ConfigurationProblem("", unreadable.Message.TrimEnd('.'), "a YAML file that can be read", null)]);
        }
        return Read(text, path, overrides, catalogue);
    }

    /// <summary>Reads a configuration from its text.</summary>
    /// <param name="source">What the text is called in problems.</param>
    /// <exception cref="ConfigurationException">The text or the environment has problems; all of them are in it.</exception>
    public static DeskConfiguration Read(string text, string source, EnvironmentOverrides overrides, StrategyCatalogue catalogue)
    {
        var context = new SettingContext(overrides);
        var (document, second) = Parse(text, source);
        var root = new SettingSection(context, "", document);
        var configuration = DeskSettings.Read(root, catalogue);
        if (second is not null) context.Report("", "a second document", "one document, without a line '---' in its middle", second);
        foreach (var (option, path) in overrides.UnusedAssignments)
            context.Report($"{option} {path}", "unknown setting", NearestName.Among([.. context.Definitions.Select(setting => setting.Path)], path) is { } nearest ? $"did you mean {nearest}?" : "see trading config show");
        // Its value is not repeated: what no setting reads may be a secret.
        foreach (var name in overrides.Unused)
            context.Report(name, "unknown variable", $"no setting has this variable; {NearestName.Among([.. context.Definitions.Select(setting => setting.Variable).OfType<string>()], name) ?? "see trading config show"}");
        return context.Problems.IsEmpty
            ? configuration with { Definitions = [.. context.Definitions] }
            : throw new ConfigurationException(source, context.Problems);
    }

    /// <summary>The first document, and the line of a second one that says anything.</summary>
    private static (YamlNode? Document, int? Second) Parse(string text, string source)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var second = stream.Documents.Skip(1).FirstOrDefault(document => document.RootNode is not YamlScalarNode { Value: null or "" });
            return (stream.Documents.FirstOrDefault()?.RootNode, second is null ? null : (int)second.RootNode.Start.Line);
        }
#pragma warning disable CA1031 // the parser throws more than its own exceptions, and all it was given is the text
        catch (Exception malformed)
#pragma warning restore CA1031
        {
            var line = malformed is YamlException { Start.Line: > 0 and var at } ? (int)at : (int?)null;
            throw new ConfigurationException(source, [new ConfigurationProblem("", malformed is YamlException ? $"this is not YAML: {(malformed.InnerException?.Message ?? malformed.Message).TrimEnd('.')}" : "this is not YAML", "what trading config show prints", line)]);
        }
    }
}
