using System.Collections.Immutable;
using System.Globalization;
using Trading.Strategies;
using YamlDotNet.RepresentationModel;

namespace Trading.Runtime.Configuration;

/// <summary>Reads the settings of one mapping. Each read also defines the setting, so that what is read is what is documented.</summary>
/// <remarks>A value that is not allowed is reported and its default used, so that one reading finds everything that is wrong.</remarks>
internal sealed class SettingSection
{
    private const string Off = "off";
    private static readonly string[] SecretWords = ["secret", "password", "apikey", "token", "credential"];

    private readonly SettingContext _context;
    private readonly string _path;
    private readonly bool _isInList;
    private readonly Dictionary<string, YamlNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];

    public SettingSection(SettingContext context, string path, YamlNode? node, bool isInList = false)
    {
        _context = context;
        _path = path;
        _isInList = isInList;
        switch (node)
        {
            case null or YamlScalarNode { Value: null or "" }:
                break;
            case YamlMappingNode mapping:
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is YamlScalarNode { Value: { } name }) _nodes[name] = value;
                    else _context.Report(_path, Describe(key), "the name of a setting ahead of the colon", Line(key));
                }
                break;
            default:
                _context.Report(_path, Describe(node), "a mapping of settings", Line(node));
                break;
        }
    }

    public bool Has(string key) => _nodes.ContainsKey(key);

    public SettingSection Section(string key, string description)
    {
        _context.Define(new(At(key), SettingKind.Section, description, null, null, "a mapping of settings"));
        return new SettingSection(_context, At(key), Ask(key), _isInList);
    }

    public ImmutableArray<T> List<T>(string key, string description, Func<SettingSection, T> read)
    {
        _context.Define(new(At(key), SettingKind.List, description, null, null, "a list"));
        // An item without settings defines what an item may have; that it lacks what it needs is no problem of the file.
        _ = read(new SettingSection(_context.ForDefinitionsAlone(), $"{At(key)}[]", null, isInList: true));
        var node = Ask(key);
        if (node is null or YamlScalarNode { Value: null or "" }) return [];
        if (node is not YamlSequenceNode sequence)
        {
            _context.Report(At(key), Describe(node), "a list", Line(node));
            return [];
        }
        var items = ImmutableArray.CreateBuilder<T>(sequence.Children.Count);
        for (var i = 0; i < sequence.Children.Count; i++)
        {
            var section = new SettingSection(_context, $"{At(key)}[{i}]", sequence.Children[i], isInList: true);
            items.Add(read(section));
            section.RefuseUnknown();
        }
        return items.DrainToImmutable();
    }

    /// <summary>Names of the user's own, each with a list of words.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> Map(string key, string description)
    {
        _context.Define(new(At(key), SettingKind.Map, description, null, null, "a mapping of names to values"));
        var map = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        switch (Ask(key))
        {
            case null or YamlScalarNode { Value: null or "" }:
                break;
            case YamlMappingNode mapping:
                foreach (var (name, value) in mapping.Children)
                {
                    if (name is not YamlScalarNode { Value: { } text }) _context.Report(At(key), Describe(name), "a name ahead of the colon", Line(name));
                    else if (WordsOf(value, $"{At(key)}.{text}") is { } words) map[text] = words;
                }
                break;
            case var other:
                _context.Report(At(key), Describe(other), "a mapping of names to values", Line(other));
                break;
        }
        return map.ToImmutable();
    }

    public string Text(string key, string fallback, string description, string allowed, Func<string, bool> isAllowed) => Read(
        new(At(key), SettingKind.Text, description, null, null, allowed), fallback, text => (isAllowed(text), text), value => value);

    public string? OptionalText(string key, string description, string allowed, Func<string, bool> isAllowed) => Read<string?>(
        new(At(key), SettingKind.Text, description, null, null, allowed) { MayBeOff = true }, null, text => (isAllowed(text), text), value => value ?? Off);

    public ImmutableArray<string> Words(string key, string description, string allowed, Func<string, bool> isAllowed)
    {
        var node = Ask(key);
        var given = Override(key);
        var words = given is not null
            ? [.. given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]
            : WordsOf(node, At(key)) ?? [];
        foreach (var word in words)
            if (!isAllowed(word)) _context.Report(At(key), $"'{word}'{(given is null ? "" : $" in {_context.Overrides.SourceOf(At(key))}")}", allowed, given is null ? Line(node) : null);
        _context.Define(new(At(key), SettingKind.Words, description, string.Join(", ", words), "", $"a list of: {allowed}"));
        return [.. words.Where(isAllowed)];
    }

    public bool Flag(string key, bool fallback, string description) => Read(
        new(At(key), SettingKind.Flag, description, null, null, "true or false"), fallback,
        text => (text is "true" or "false", text == "true"), value => value ? "true" : "false");

    public bool? OptionalFlag(string key, bool? fallback, string description) => Read(
        new(At(key), SettingKind.Flag, description, null, null, "true, false, or off") { MayBeOff = true }, fallback,
        text => (text is "true" or "false", text == "true"), value => value is { } flag ? flag ? "true" : "false" : Off);

    public int Whole(string key, int fallback, int minimum, int maximum, string description) =>
        (int)Number(key, fallback, minimum, maximum, description, isWhole: true, mayBeOff: false)!.Value;

    public int? OptionalWhole(string key, int? fallback, int minimum, int maximum, string description) =>
        (int?)Number(key, fallback, minimum, maximum, description, isWhole: true, mayBeOff: true);

    public decimal Decimal(string key, decimal fallback, decimal minimum, decimal maximum, string description) =>
        Number(key, fallback, minimum, maximum, description, isWhole: false, mayBeOff: false)!.Value;

    public decimal? OptionalDecimal(string key, decimal? fallback, decimal minimum, decimal maximum, string description) =>
        Number(key, fallback, minimum, maximum, description, isWhole: false, mayBeOff: true);

    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan minimum, TimeSpan maximum, string description) =>
        Span(key, fallback, minimum, maximum, description, mayBeOff: false)!.Value;

    public TimeSpan? OptionalDuration(string key, TimeSpan? fallback, TimeSpan minimum, TimeSpan maximum, string description) =>
        Span(key, fallback, minimum, maximum, description, mayBeOff: true);

    /// <summary>One of the names of an enumeration, written in camel case.</summary>
    public T Choice<T>(string key, T fallback, string description)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return Read(
            new(At(key), SettingKind.Choice, description, null, null, string.Join(", ", names.Select(Camel))) { Choices = [.. names.Select(Camel)] }, fallback,
            text => Array.FindIndex(names, name => Camel(name) == text) is >= 0 and var i ? (true, Enum.Parse<T>(names[i])) : default,
            value => Camel(value.ToString()));
    }

    public string Choice(string key, string fallback, ImmutableArray<string> choices, string description) => Read(
        new(At(key), SettingKind.Choice, description, null, null, string.Join(", ", choices)) { Choices = choices }, fallback,
        text => (choices.Contains(text), text), value => value);

    /// <summary>Reports what concerns several settings of the section.</summary>
    public void Refuse(string key, string given, string allowed) =>
        _context.Report(key.Length == 0 ? _path : At(key), given, allowed, _nodes.TryGetValue(key, out var node) ? Line(node) : null);

    /// <summary>Reports every key that nothing asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var (key, node) in _nodes)
        {
            if (_asked.Contains(key)) continue;
            if (Array.Exists(SecretWords, word => key.Contains(word, StringComparison.OrdinalIgnoreCase)))
                _context.Report(At(key), "a secret in the file", "secrets are given in environment variables, never in the file", Line(node));
            else
                _context.Report(At(key), "unknown setting", NearestName.Among([.. _asked], key) is { } nearest ? $"did you mean {nearest}?" : string.Join(", ", _asked), Line(node));
        }
    }

    private decimal? Number(string key, decimal? fallback, decimal minimum, decimal maximum, string description, bool isWhole, bool mayBeOff)
    {
        var range = (isWhole ? "a whole number, " : "") + (maximum == decimal.MaxValue ? $"{Plain(minimum)} or more" : $"{Plain(minimum)} to {Plain(maximum)}");
        var definition = new SettingDefinition(
            At(key), isWhole ? SettingKind.WholeNumber : SettingKind.Number, description, null, null, mayBeOff ? $"{range}, or {Off}" : range)
        {
            Minimum = minimum,
            Maximum = maximum == decimal.MaxValue ? null : maximum,
            MayBeOff = mayBeOff,
        };
        return Read(definition, fallback, Parse, value => value is { } number ? Plain(number) : Off);

        (bool, decimal?) Parse(string text) =>
            decimal.TryParse(text, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
                ? (number >= minimum && number <= maximum && (!isWhole || number == Math.Truncate(number)), number)
                : default;
    }

    private TimeSpan? Span(string key, TimeSpan? fallback, TimeSpan minimum, TimeSpan maximum, string description, bool mayBeOff)
    {
        var range = $"a length of time such as 30s, 5m or 1h30m, {DurationText.Write(minimum)} to {DurationText.Write(maximum)}";
        var definition = new SettingDefinition(At(key), SettingKind.Duration, description, null, null, mayBeOff ? $"{range}, or {Off}" : range) { MayBeOff = mayBeOff };
        return Read(
            definition, fallback, text => DurationText.TryParse(text, out var duration) ? (duration >= minimum && duration <= maximum, duration) : default,
            value => value is { } duration ? DurationText.Write(duration) : Off);
    }

    /// <summary>The value of a setting: the environment's, else the file's, else the fallback.</summary>
    private T Read<T>(SettingDefinition definition, T fallback, Func<string, (bool IsAllowed, T Value)> parse, Func<T, string> write)
    {
        var key = definition.Name;
        var node = Ask(key);
        var overridden = Override(key);
        var (text, given) = overridden is { } value ? (value, $"'{value}' in {_context.Overrides.SourceOf(At(key))}") : (ScalarOf(node), node is null ? "" : Describe(node));
        var read = fallback;
        if (text is not null)
        {
            var (isAllowed, parsed) = definition.MayBeOff && text == Off ? (true, default!) : parse(text);
            if (isAllowed) read = parsed;
            else _context.Report(At(key), given, definition.Allowed, overridden is null ? Line(node) : null);
        }
        else if (node is not null and not YamlScalarNode)
        {
            _context.Report(At(key), given, definition.Allowed, Line(node));
        }
        _context.Define(definition with { Value = write(read), Default = write(fallback) });
        return read;
    }

    private string? Override(string key) => _isInList ? null : _context.Overrides.Take(At(key));

    private YamlNode? Ask(string key)
    {
        _asked.Add(key);
        return _nodes.GetValueOrDefault(key);
    }

    private ImmutableArray<string>? WordsOf(YamlNode? node, string path)
    {
        switch (node)
        {
            case null or YamlScalarNode { Value: null or "" }:
                return null;
            case YamlScalarNode scalar:
                return [scalar.Value!];
            case YamlSequenceNode sequence when sequence.Children.All(child => child is YamlScalarNode { Value: not null }):
                return [.. sequence.Children.Select(child => ((YamlScalarNode)child).Value!)];
            default:
                _context.Report(path, Describe(node), "a word or a list of words", Line(node));
                return null;
        }
    }

    private string At(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private static string? ScalarOf(YamlNode? node) => node is YamlScalarNode { Value: { Length: > 0 } value } ? value : null;

    private static int? Line(YamlNode? node) => node is null ? null : (int)node.Start.Line;

    private static string Describe(YamlNode node) => node switch
    {
        YamlScalarNode scalar => $"'{scalar.Value}'",
        YamlSequenceNode => "a list",
        _ => "a mapping",
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Plain(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
