using System.Collections.Immutable;

namespace Trading.Runtime.Configuration;

/// <summary>One setting: where it stands, what it takes, and what it means. Items of a list have <c>[]</c> in their path.</summary>
/// <param name="Value">What it is set to here, as it would be written; null for sections, lists and what is off.</param>
/// <param name="Default">What it is when nobody sets it, as it would be written; <c>off</c> for none.</param>
/// <param name="Allowed">What it takes, in words.</param>
public sealed record SettingDefinition(string Path, SettingKind Kind, string Description, string? Value, string? Default, string Allowed)
{
    public decimal? Minimum { get; init; }
    public decimal? Maximum { get; init; }
    public ImmutableArray<string> Choices { get; init; } = [];
    public bool MayBeOff { get; init; }

    /// <summary>Whether it belongs to an item that the file has, such as <c>strategies[0].id</c>.</summary>
    public bool IsOfItem => Path.IndexOf('[', StringComparison.Ordinal) is >= 0 and var at && char.IsAsciiDigit(Path[at + 1]);

    public string Name => Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>The environment variable that overrides it, or null for what stands in a list.</summary>
    public string? Variable => Kind is SettingKind.Section or SettingKind.List or SettingKind.Map || Path.Contains('[', StringComparison.Ordinal)
        ? null
        : EnvironmentOverrides.NameOf(Path);
}
