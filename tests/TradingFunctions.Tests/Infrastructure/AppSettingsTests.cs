using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using TradingFunctions.Tests.Host;

namespace TradingFunctions.Tests.Infrastructure;

/// <summary>Holds what infra/modules/app.bicep sets against what the app, its triggers and the platform read.</summary>
public sealed partial class AppSettingsTests
{
    /// <summary>What nothing here reads: the functions host, the Redis triggers and the platform do.</summary>
    private static readonly string[] OfThePlatform =
    [
        "AzureWebJobsStorage__", "Redis__clientId", "Redis__credential", "FUNCTIONS_", "WEBSITE_", "APPLICATIONINSIGHTS_", "OTEL_", "AzureWebJobs_",
        "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "AzureFunctionsJobHost__",
    ];

    private static readonly string Bicep = File.ReadAllText(Path.Combine(Tools.Root, "infra", "modules", "app.bicep"));

    [Theory]
    [InlineData("simulated", "")]
    [InlineData("alpaca-paper", "")]
    [InlineData("alpaca-live", "trade real money on paper")]
    [InlineData("schwab", "trade real money on paper")]
    public void What_the_infrastructure_sets_is_all_that_the_app_needs_and_the_app_reads_all_of_it(string broker, string consent)
    {
        var set = SetFor(broker).ToDictionary(name => name, name => ValueOf(name, broker, consent), StringComparer.Ordinal);
        var read = new Reads(set);

        var settings = DeskSettings.Read(read);

        Assert.Equal(consent.Length > 0, settings.Alpaca is { IsLive: true } || settings.Schwab is not null);
        Assert.Equal(broker == "schwab", settings.SchwabLogin is not null);
        Assert.NotNull(settings.Redis.PrincipalId);
        var needed = read.Names.Union(OfTriggers()).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(set.Keys, name => !needed.Contains(name) && !OfThePlatform.Any(one => name.StartsWith(one, StringComparison.Ordinal)));
        Assert.Empty(OfTriggers().Except(set.Keys));
    }

    [Fact]
    public void Without_consent_the_app_does_not_start_and_says_what_to_set()
    {
        var set = SetFor("alpaca-live").ToDictionary(name => name, name => ValueOf(name, "alpaca-live", ""), StringComparer.Ordinal);

        Assert.Contains("ALPACA_LIVE_CONFIRMED", Assert.Throws<InvalidOperationException>(() => DeskSettings.Read(new Reads(set))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_platform_looks_at_the_function_that_needs_no_key() =>
        Assert.Contains("healthCheckPath: '/api/health'", Bicep, StringComparison.Ordinal);

    /// <summary>The names in the blocks of app.bicep that a desk at a broker gets.</summary>
    private static IEnumerable<string> SetFor(string broker)
    {
        foreach (var block in (string[])["identitySettings", "deskSettings"])
            foreach (Match line in Line().Matches(Block().Matches(Bicep).Single(one => one.Groups["name"].Value == block).Groups["body"].Value))
                yield return line.Groups["name"].Value;
        foreach (var block in (string[])["secrets", "liveSettings"])
        {
            var body = Block().Matches(Bicep).Single(one => one.Groups["name"].Value == block).Groups["body"].Value;
            var ofBroker = body.Split('\n').Single(line => line.TrimStart(' ', '\'').StartsWith(broker, StringComparison.Ordinal));
            foreach (Match one in Entry().Matches(ofBroker[ofBroker.IndexOf('{', StringComparison.Ordinal)..])) yield return one.Groups["name"].Value;
        }
    }

    private static string ValueOf(string name, string broker, string consent) => name switch
    {
        "DeskBroker" => broker,
        "DeskAllowLive" => broker is "alpaca-live" or "schwab" ? "True" : "False",
        "DeskFile" => "",
        "DeskDrainsByTimer" => "False",
        "DeskSymbols" => "AAPL,MSFT",
        "DeskPeriod" => "1m",
        "SchwabLoginSecret" => "https://kv.vault.azure.net/secrets/schwab-login",
        _ when name.EndsWith("_CONFIRMED", StringComparison.Ordinal) => consent,
        _ => "something",
    };

    /// <summary>The settings that triggers name between percent signs.</summary>
    private static IEnumerable<string> OfTriggers() => typeof(DeskSettings).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .SelectMany(method => method.GetParameters())
        .SelectMany(parameter => parameter.GetCustomAttributesData())
        .SelectMany(attribute => attribute.ConstructorArguments)
        .SelectMany(argument => InPercents().Matches(argument.Value as string ?? ""))
        .Select(match => match.Groups["name"].Value)
        .Distinct();

    [GeneratedRegex(@"^var (?<name>\w+) = \{\n(?<body>.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^  (?<name>\w+):", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"(?<name>\w+): [\w']")]
    private static partial Regex Entry();

    [GeneratedRegex("%(?<name>[^%]+)%")]
    private static partial Regex InPercents();

    /// <summary>The settings as an app has them, and which of them are read, by the names that variables have.</summary>
    private sealed class Reads(IReadOnlyDictionary<string, string> set) : IConfiguration
    {
        private readonly IConfigurationRoot _inner = new ConfigurationBuilder()
            .AddInMemoryCollection(set.Select(one => new KeyValuePair<string, string?>(one.Key.Replace("__", ":", StringComparison.Ordinal), one.Value))).Build();

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public string? this[string key]
        {
            get => Read(key);
            set => throw new NotSupportedException();
        }

        public IConfigurationSection GetSection(string key)
        {
            Read(key);
            return new Section(this, _inner.GetSection(key));
        }

        public IEnumerable<IConfigurationSection> GetChildren() => _inner.GetChildren();

        public IChangeToken GetReloadToken() => _inner.GetReloadToken();

        private string? Read(string key)
        {
            Names.Add(key.Replace(":", "__", StringComparison.Ordinal));
            return _inner[key];
        }

        private sealed class Section(Reads all, IConfigurationSection inner) : IConfigurationSection
        {
            public string? this[string key]
            {
                get => all.Read($"{inner.Path}:{key}");
                set => throw new NotSupportedException();
            }

            public string Key => inner.Key;

            public string Path => inner.Path;

            public string? Value
            {
                get => inner.Value;
                set => throw new NotSupportedException();
            }

            public IConfigurationSection GetSection(string key) => all.GetSection($"{inner.Path}:{key}");

            public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren();

            public IChangeToken GetReloadToken() => inner.GetReloadToken();
        }
    }
}
