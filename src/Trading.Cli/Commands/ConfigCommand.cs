using System.CommandLine;
using Trading.Runtime.Configuration;

namespace Trading.Cli.Commands;

/// <summary><c>trading config</c></summary>
internal sealed class ConfigCommand : DeskCommand
{
    public ConfigCommand(Terminal terminal)
        : base("config", "Show, check or describe the configuration.")
    {
        Subcommands.Add(new ShowCommand(terminal));
        Subcommands.Add(new ValidateCommand(terminal));
        Subcommands.Add(new SchemaCommand(terminal));
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading config show > trading.yaml", "A file with every setting, its default and what it means."),
        ("trading config validate --config trading.yaml", "Lists everything that is wrong with a file, and exits with 2."),
        ("trading config schema > trading.schema.json", "A JSON schema, for completion in editors."),
    ];

    private static Option<string?> ConfigOption() =>
        new("--config") { Description = $"The configuration file. Default: {ConfigurationFile.DefaultName} in this folder, if there is one.", HelpName = "FILE" };

    private sealed class ShowCommand : DeskCommand
    {
        public ShowCommand(Terminal terminal)
            : base("show", "Print every setting with the value in force, as a YAML file.")
        {
            var config = ConfigOption();
            var json = new Option<bool>("--json") { Description = "One JSON array of {path, value, default, allowed, description, variable}." };
            Options.Add(config);
            Options.Add(json);
            SetAction(arguments =>
            {
                var configuration = Configurations.Load(arguments.GetValue(config), []);
                if (arguments.GetValue(json)) JsonOutput.Write(terminal.Output, configuration.Definitions.Where(setting => setting.Value is not null).Select(Row.Of));
                else ConfigurationText.Write(configuration, terminal.Output);
                return ExitCode.Done;
            });
        }

        public override IReadOnlyList<(string Line, string Does)> Examples => [("trading config show > trading.yaml", "Starts a configuration file.")];

        private sealed record Row(string Path, string? Value, string? Default, string Allowed, string Description, string? Variable)
        {
            public static Row Of(SettingDefinition setting) => new(setting.Path, setting.Value, setting.Default, setting.Allowed, setting.Description, setting.Variable);
        }
    }

    private sealed class ValidateCommand : DeskCommand
    {
        public ValidateCommand(Terminal terminal)
            : base("validate", "Check the configuration and list everything that is wrong with it.")
        {
            var config = ConfigOption();
            Options.Add(config);
            SetAction(arguments =>
            {
                var path = arguments.GetValue(config);
                var configuration = Configurations.Load(path, []);
                terminal.Output.WriteLine($"{Configurations.Find(path) ?? "The default configuration"} is sound: {string.Join(", ", configuration.Strategies.Select(strategy => $"{strategy.Id} ({strategy.Kind})"))} on account {configuration.Account}.");
                return ExitCode.Done;
            });
        }

        public override IReadOnlyList<(string Line, string Does)> Examples => [("trading config validate --config desk.yaml", "Checks a file.")];
    }

    private sealed class SchemaCommand : DeskCommand
    {
        public SchemaCommand(Terminal terminal)
            : base("schema", "Print the JSON schema of the configuration file.")
        {
            SetAction(_ =>
            {
                terminal.Output.WriteLine(ConfigurationSchema.Of(Configurations.Defaults()));
                return ExitCode.Done;
            });
        }

        public override IReadOnlyList<(string Line, string Does)> Examples => [("trading config schema > trading.schema.json", "For editors.")];
    }
}
