namespace Trading.Cli;

/// <summary>The folder that a command leaves its files in.</summary>
internal static class OutFolder
{
    /// <summary>Makes the folder before the work begins, so that what cannot be kept is not worked out first.</summary>
    /// <returns>Its full path.</returns>
    /// <exception cref="CommandFailure">It cannot be made, or cannot be written.</exception>
    public static string Make(string path)
    {
        var folder = Path.GetFullPath(path);
        try
        {
            if (File.Exists(folder)) throw new CommandFailure(ExitCode.Failed, $"--out {folder} cannot be written: it is a file, and a folder is wanted.");
            Directory.CreateDirectory(folder);
            return folder;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"--out {folder} cannot be written: {refused.Message}");
        }
    }
}
