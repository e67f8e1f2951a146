using System.Diagnostics;
using System.Globalization;

namespace Trading.Benchmarks.Azure;

/// <summary>Seconds of processor time that the programs of an app have taken, each with all it started.</summary>
internal readonly record struct Cores(double Storage, double Redis, double Host)
{
    public double Sum => Storage + Redis + Host;

    public static Cores operator -(Cores later, Cores earlier) => new(later.Storage - earlier.Storage, later.Redis - earlier.Redis, later.Host - earlier.Host);

    /// <summary>What a process and its descendants have taken; not a number where the system does not tell whose child a process is.</summary>
    public static double SecondsOf(Process root)
    {
        if (!OperatingSystem.IsLinux()) return double.NaN;
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && ParentOf(folder) is { } parent) parents[id] = parent;
        return parents.Keys.Where(IsOfRoot).Sum(TimeOf);

        bool IsOfRoot(int id)
        {
            while (id != root.Id && parents.TryGetValue(id, out var parent)) id = parent;
            return id == root.Id;
        }
    }

    private static double TimeOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static int? ParentOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            // The name, in brackets, may hold anything; the state and the parent follow it.
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
