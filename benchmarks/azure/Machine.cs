namespace Trading.Benchmarks.Azure;

/// <summary>The programs that are measured with, where this machine has them.</summary>
internal static class Machine
{
    /// <summary>A command that starts a functions host on an app folder and a port, given as its two arguments; else Core Tools are used.</summary>
    private const string HostVariable = "TRADING_FUNCTIONS_HOST";

    public static string? Redis => Find("redis-server");

    public static string? Azurite => Find("azurite", Path.Combine(Root, "node_modules", ".bin"));

    public static string? HostCommand => Environment.GetEnvironmentVariable(HostVariable) is { Length: > 0 } command ? command : null;

    public static string? CoreTools => Find("func");

    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "TradingFunctions.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This is not inside the repository.");
            return folder;
        }
    }

    /// <summary>Where an app was built, in the configuration of this program.</summary>
    public static string AppOf(string project) => Path.Combine(Root, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name);

    public static string? Missing() =>
        Redis is null ? "redis-server" : Azurite is null ? "azurite (npm install)" : HostCommand is null && CoreTools is null ? $"func of Azure Functions Core Tools, or a start command in {HostVariable}" : null;

    private static string? Find(string name, string? also = null) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend(also ?? "")
            .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
