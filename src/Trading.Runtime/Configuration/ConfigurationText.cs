namespace Trading.Runtime.Configuration;

/// <summary>Writes a configuration as a YAML file in which every setting stands with its value, its meaning and its default.</summary>
public static class ConfigurationText
{
    public static void Write(DeskConfiguration configuration, TextWriter output)
    {
        output.WriteLine("# The configuration of a trading desk. Every setting may be left out; its default then holds.");
        output.WriteLine("# An environment variable overrides a setting: TRADING_RISK_ACCOUNT_MAX_DAILY_LOSS for risk.account.maxDailyLoss.");
        foreach (var setting in configuration.Definitions)
        {
            if (setting.Path.Contains('[', StringComparison.Ordinal)) continue;
            var indent = new string(' ', 2 * setting.Path.Count(c => c == '.'));
            switch (setting.Kind)
            {
                case SettingKind.Section:
                    if (indent.Length == 0) output.WriteLine();
                    output.WriteLine($"{indent}# {setting.Description}");
                    output.WriteLine($"{indent}{setting.Name}:");
                    break;
                case SettingKind.List when setting.Path == "strategies":
                    output.WriteLine();
                    output.WriteLine($"{indent}# {setting.Description}");
                    WriteStrategies(configuration, output);
                    break;
                case SettingKind.Map when setting.Path == "risk.sectors":
                    output.WriteLine($"{indent}# {setting.Description}");
                    WriteSectors(configuration, indent, output);
                    break;
                case SettingKind.List or SettingKind.Map:
                    output.WriteLine($"{indent}# {setting.Description}");
                    output.WriteLine($"{indent}{setting.Name}: {(setting.Kind == SettingKind.List ? "[]" : "{}")}");
                    break;
                case SettingKind.Words:
                    output.WriteLine($"{indent}{setting.Name}: [{setting.Value}] # {setting.Description}");
                    break;
                default:
                    var note = setting.Value == setting.Default ? setting.Allowed : $"{setting.Allowed}; default {setting.Default}";
                    output.WriteLine($"{indent}{setting.Name}: {setting.Value} # {setting.Description} ({note})");
                    break;
            }
        }
    }

    private static void WriteSectors(DeskConfiguration configuration, string indent, TextWriter output)
    {
        var sectors = configuration.Risk.Sectors;
        output.WriteLine($"{indent}sectors:{(sectors.IsEmpty ? " {}" : "")}");
        foreach (var (sector, symbols) in sectors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            output.WriteLine($"{indent}  '{sector.Replace("'", "''", StringComparison.Ordinal)}': [{string.Join(", ", symbols)}]");
    }

    private static void WriteStrategies(DeskConfiguration configuration, TextWriter output)
    {
        output.WriteLine("strategies:");
        for (var i = 0; i < configuration.Strategies.Length; i++)
        {
            var strategy = configuration.Strategies[i];
            output.WriteLine($"  - strategy: {strategy.Kind}");
            output.WriteLine($"    id: {strategy.Id}");
            output.WriteLine($"    symbols: [{string.Join(", ", strategy.Symbols)}]");
            output.WriteLine($"    period: {strategy.Period?.ToString() ?? "off"}");
            output.WriteLine("    parameters:");
            foreach (var (name, value) in strategy.Values.All) output.WriteLine($"      {name}: {value}");
            WriteOwnRules(configuration, $"strategies[{i}].", output);
        }
    }

    /// <summary>The sizing and the limits of one strategy, where it has some of its own.</summary>
    private static void WriteOwnRules(DeskConfiguration configuration, string item, TextWriter output)
    {
        foreach (var setting in configuration.Definitions)
        {
            if (!setting.Path.StartsWith(item, StringComparison.Ordinal)) continue;
            if (setting.Kind == SettingKind.Section) output.WriteLine($"    {setting.Name}:");
            else if (!setting.Path.AsSpan(item.Length).Contains('.')) continue;
            else output.WriteLine($"      {setting.Name}: {(setting.Kind == SettingKind.Words ? $"[{setting.Value}]" : setting.Value)}");
        }
    }
}
