using System.Runtime.CompilerServices;

namespace Trading.Cli.Tests;

/// <summary>Gives the tests a place for cached bars of their own, so that they neither use nor fill the user's.</summary>
internal static class CacheOfTests
{
#pragma warning disable CA2255 // it must be in place before the first command runs, whichever test that is in
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin()
    {
        var folder = Directory.CreateTempSubdirectory("trading-cli-cache-");
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", folder.FullName);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
    }
}
