using System.Diagnostics;
using System.Text.Json;
using Trading.Runtime.Data;

namespace Trading.Benchmarks;

/// <summary>The peer: the same bars and rules in grademark on Node.js. Installed by npm beside the benchmark the first time.</summary>
internal static class Grademark
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public sealed record Result(long Bars, double Seconds, int Trades, long ProfitCents);

    /// <summary>What grademark made of the bars, or null where there is no Node.js to run it.</summary>
    public static Result? Run(HistoricalData data)
    {
        if (FindFolder() is not { } folder) return null;
        var file = Path.GetTempFileName();
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules")) && Start(folder, "npm", "ci", "--no-audit", "--no-fund") is null) return null;
            Write(data, file);
            return Start(folder, "node", "crossover.js", file, "20", "50") is { } line ? JsonSerializer.Deserialize<Result>(line, Json) : null;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "benchmarks", "grademark");
            if (File.Exists(Path.Combine(candidate, "crossover.js"))) return candidate;
        }
        return null;
    }

    private static void Write(HistoricalData data, string file)
    {
        using var writer = new BinaryWriter(File.Create(file));
        using var cursor = data.OpenCursor();
        while (cursor.MoveNext())
        {
            ref readonly var bar = ref cursor.Current;
            writer.Write(bar.Open.ToDouble());
            writer.Write(bar.High.ToDouble());
            writer.Write(bar.Low.ToDouble());
            writer.Write(bar.Close.ToDouble());
        }
    }

    private static string? Start(string folder, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
