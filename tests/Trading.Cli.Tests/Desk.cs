using System.Globalization;
using System.Text;
using System.Text.Json;
using Trading.MarketData;
using Trading.Runtime.Data;

namespace Trading.Cli.Tests;

/// <summary>The command with its two outputs caught, and a folder of its own.</summary>
internal sealed class Desk : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("trading-cli-").FullName;

    public string this[string name] => Path.Combine(Folder, name);

    public Task<Answer> RunAsync(params string[] args) => RunAsync(isInterrupted: false, args);

    /// <summary>Runs a command that is interrupted as soon as it looks.</summary>
    public Task<Answer> InterruptAsync(params string[] args) => RunAsync(isInterrupted: true, args);

    private static async Task<Answer> RunAsync(bool isInterrupted, string[] args)
    {
        using StringWriter output = new(), error = new();
        var code = await CommandLine.RunAsync(args, new Terminal(output, error), new CancellationToken(isInterrupted));
        return new Answer(code, output.ToString(), error.ToString());
    }

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Made-up minutes of AAPL from 2024-01-03 on, as CSV.</summary>
    public string WriteMinutes(int count)
    {
        var data = HistoricalData.Of(SyntheticBars.OverSessions("AAPL", 5, count, new DateOnly(2024, 1, 3), new NyseCalendar(), Price.Parse("100")));
        var text = new StringBuilder("symbol,time,open,high,low,close,volume\n");
        using var cursor = data.OpenCursor();
        while (cursor.MoveNext())
        {
            var bar = cursor.Current;
            text.Append(CultureInfo.InvariantCulture, $"AAPL,{bar.Start:yyyy-MM-dd'T'HH:mm:ss'Z'},{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.Volume}\n");
        }
        return Write("AAPL.csv", text.ToString());
    }

    /// <summary>Made-up minutes of AAPL as a file of bars with one byte in the middle turned round.</summary>
    public string WriteDamagedBars(int count)
    {
        var path = this["AAPL.bars"];
        using (var writer = BarFileWriter.Create(path, "AAPL", BarPeriod.Minute))
        {
            var data = HistoricalData.Of(SyntheticBars.OverSessions("AAPL", 5, count, new DateOnly(2024, 1, 3), new NyseCalendar(), Price.Parse("100")));
            using var cursor = data.OpenCursor();
            while (cursor.MoveNext()) writer.Write(in cursor.Current);
            writer.Complete();
        }
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 0xFF;
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    internal sealed record Answer(int Code, string Output, string Error)
    {
        /// <summary>Standard output as the one JSON document it must be.</summary>
        public JsonElement Json() => JsonDocument.Parse(Output).RootElement;
    }
}
