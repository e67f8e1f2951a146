using System.Diagnostics;

namespace Trading.Runtime.Tests.Journals;

/// <summary>A disk of its own with little room: a file system in memory, which only root may mount.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Mounts a disk, or skips the test where that is not allowed.</summary>
    public static SmallDisk Mount(int kibibytes)
    {
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("trading-disk-").FullName);
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", disk.Folder) is not { } fault) return disk;
        Directory.Delete(disk.Folder);
        Assert.Skip($"NOT TESTED: a full disk needs a file system that may be mounted: {fault}");
        throw new UnreachableException();
    }

    /// <summary>Makes the disk larger, or as small as it was; what is on it stays.</summary>
    public void Resize(int kibibytes) => Assert.Null(Run("mount", "-o", $"remount,size={kibibytes}k", Folder));

    public void Dispose()
    {
        Run("umount", Folder);
        Directory.Delete(Folder);
    }

    private static string? Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            var told = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{command}: {told.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
