using Microsoft.Extensions.Configuration;

namespace TradingFunctions.Tests;

/// <summary>Settings of desks, as an app has them.</summary>
internal static class Desks
{
    public static DeskSettings Paper => With([]);

    public static DeskSettings With(IEnumerable<KeyValuePair<string, string?>> settings) => DeskSettings.Read(Configuration(settings));

    public static IConfiguration Configuration(IEnumerable<KeyValuePair<string, string?>> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("Redis", "127.0.0.1:1,abortConnect=false"), new("DeskSymbols", "AAPL"), .. settings])
        .Build();
}
