using System.Diagnostics;
using System.Text.Json;
using Trading.Runtime.Data;

namespace Trading.Benchmarks;

/// <summary>The peer: the same bars and rules in grademark on Node.js, in a process that stays warm between its turns. Installed by npm beside the benchmark the first time.</summary>
internal sealed class Grademark : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _node;
    private readonly string _file;

    private Grademark(Process node, string file) => (_node, _file) = (node, file);

    public sealed record Result(long Bars, double Seconds, int Trades, long ProfitCents);

    /// <summary>Grademark with the bars in its memory, or null where there is no Node.js to run it.</summary>
    public static Grademark? Start(HistoricalData data)
    {
        if (FindFolder() is not { } folder || !IsInstalled(folder)) return null;
        var file = Path.GetTempFileName();
        Write(data, file);
        if (Start(folder, "node", "crossover.js", file, "20", "50") is { } node) return new Grademark(node, file);
        File.Delete(file);
        return null;
    }

    /// <exception cref="InvalidOperationException">It ended without an answer.</exception>
    public Result Run()
    {
        _node.StandardInput.WriteLine();
        return _node.StandardOutput.ReadLine() is { } line
            ? JsonSerializer.Deserialize<Result>(line, Json)!
            : throw new InvalidOperationException("grademark ended without an answer; see benchmarks/grademark/crossover.js.");
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
        File.Delete(_file);
    }

    private static bool IsInstalled(string folder)
    {
        if (Directory.Exists(Path.Combine(folder, "node_modules"))) return true;
        using var npm = Start(folder, "npm", "ci", "--no-audit", "--no-fund");
        if (npm is null) return false;
        _ = npm.StandardOutput.ReadToEnd();
        npm.WaitForExit();
        return npm.ExitCode == 0;
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

    private static Process? Start(string folder, string program, params string[] arguments)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
