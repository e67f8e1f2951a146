namespace Trading.Runtime.Configuration;

/// <summary>What may stand as the value of a setting.</summary>
public enum SettingKind
{
    Section,
    List,
    Map,
    Text,
    Words,
    Number,
    WholeNumber,
    Flag,
    Duration,
    Choice,
}
