namespace Trading.Cli;

/// <summary>The real bars that come with the command.</summary>
internal static class Samples
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "samples");
}
