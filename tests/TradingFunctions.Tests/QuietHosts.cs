using System.Runtime.CompilerServices;

namespace TradingFunctions.Tests;

internal static class QuietHosts
{
    /// <summary>The in-process host reads its log levels from the environment and would log each of its calls.</summary>
    [ModuleInitializer]
    internal static void LogNothing() => Environment.SetEnvironmentVariable("Logging__LogLevel__Default", "None");
}
