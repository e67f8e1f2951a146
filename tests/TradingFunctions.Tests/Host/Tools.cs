namespace TradingFunctions.Tests.Host;

/// <summary>The programs that an app runs on, where this machine has them.</summary>
internal static class Tools
{
    /// <summary>A command that starts a functions host on an app folder and a port, given as its two arguments.</summary>
    public const string HostVariable = "TRADING_FUNCTIONS_HOST";

    /// <summary>A command like it, whose host asks for keys, as it does on Azure and Core Tools do not.</summary>
    public const string KeyedHostVariable = "TRADING_FUNCTIONS_HOST_WITH_KEYS";

    public static string? Redis => Find("redis-server");

    public static string? Azurite => Find("azurite", Path.Combine(Root, "node_modules", ".bin"));

    public static string? HostCommand => Environment.GetEnvironmentVariable(HostVariable) is { Length: > 0 } command ? command : null;

    public static string? KeyedHostCommand => Environment.GetEnvironmentVariable(KeyedHostVariable) is { Length: > 0 } command ? command : null;

    public static string? CoreTools => Find("func");

    /// <summary>The folder of the repository.</summary>
    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "TradingFunctions.sln")))
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository.");
            return folder;
        }
    }

    /// <summary>Skips the test where a program is missing, by name. What the tests install by themselves must be there on a build server.</summary>
    public static void Need(bool keys = false)
    {
        var missing = new List<string>();
        if (Redis is null) missing.Add("redis-server");
        if (Azurite is null) missing.Add("azurite (npm install)");
        if (missing.Count > 0 && Environment.GetEnvironmentVariable("CI") is { Length: > 0 }) Assert.Fail(Reason(missing));
        if (keys && KeyedHostCommand is null) missing.Add($"a host that asks for keys: a start command in {KeyedHostVariable}");
        if (!keys && HostCommand is null && CoreTools is null) missing.Add($"func of Azure Functions Core Tools, or a start command in {HostVariable}");
        if (missing.Count > 0) Assert.Skip(Reason(missing));
    }

    private static string Reason(List<string> missing) => $"NOT RUN IN THE REAL FUNCTIONS HOST: this machine lacks {string.Join(", ", missing)}.";

    private static string? Find(string name, string? also = null) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend(also ?? "")
            .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
