using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Trading.Runtime.Configuration;

/// <summary>The JSON schema (draft 2020-12) of the configuration file, for completion and checks in editors.</summary>
public static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(DeskConfiguration configuration)
    {
        var root = Section("The configuration of a trading desk.");
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        var sections = new Dictionary<string, JsonObject>(StringComparer.Ordinal) { [""] = root };
        foreach (var setting in configuration.Definitions)
        {
            if (setting.IsOfItem) continue;
            var parent = setting.Path.Contains('.', StringComparison.Ordinal) ? setting.Path[..setting.Path.LastIndexOf('.')] : "";
            var schema = Schema(setting, out var section);
            sections[parent]["properties"]!.AsObject()[setting.Name] = schema;
            if (section is not null) sections[setting.Kind == SettingKind.List ? $"{setting.Path}[]" : setting.Path] = section;
        }
        return root.ToJsonString(Indented);
    }

    private static JsonObject Section(string description) => new()
    {
        ["type"] = "object",
        ["description"] = description,
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(),
    };

    private static JsonObject Schema(SettingDefinition setting, out JsonObject? section)
    {
        section = null;
        switch (setting.Kind)
        {
            case SettingKind.Section:
                return section = Section(setting.Description);
            case SettingKind.List:
                section = Section(setting.Description);
                return new JsonObject { ["type"] = "array", ["description"] = setting.Description, ["items"] = section };
            case SettingKind.Map:
                return new JsonObject { ["type"] = "object", ["description"] = setting.Description };
            case SettingKind.Words:
                return new JsonObject { ["type"] = "array", ["description"] = setting.Description, ["items"] = new JsonObject { ["type"] = "string" } };
            case SettingKind.Number or SettingKind.WholeNumber:
                return MayBeOff(setting, Number(setting));
            case SettingKind.Flag:
                return MayBeOff(setting, new JsonObject { ["type"] = "boolean", ["description"] = setting.Description });
            case SettingKind.Choice:
                return new JsonObject { ["enum"] = new JsonArray([.. setting.Choices.Select(choice => (JsonNode)choice)]), ["description"] = setting.Description };
            default:
                return new JsonObject { ["type"] = "string", ["description"] = $"{setting.Description} ({setting.Allowed})" };
        }
    }

    private static JsonObject Number(SettingDefinition setting)
    {
        var schema = new JsonObject { ["type"] = setting.Kind == SettingKind.WholeNumber ? "integer" : "number", ["description"] = setting.Description };
        if (setting.Minimum is { } minimum) schema["minimum"] = minimum;
        if (setting.Maximum is { } maximum) schema["maximum"] = maximum;
        return schema;
    }

    private static JsonObject MayBeOff(SettingDefinition setting, JsonObject schema) => setting.MayBeOff
        // YAML 1.1 editors read a bare off as false.
        ? new JsonObject { ["description"] = setting.Description, ["anyOf"] = new JsonArray(schema, new JsonObject { ["enum"] = new JsonArray("off", false) }) }
        : schema;
}
