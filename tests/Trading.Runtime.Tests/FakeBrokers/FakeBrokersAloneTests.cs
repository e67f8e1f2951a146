using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Trading.FakeBrokers.Faults;

namespace Trading.Runtime.Tests.FakeBrokers;

/// <summary>The fakes as a process of their own.</summary>
public sealed class FakeBrokersAloneTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task They_start_alone_and_take_a_script_with_every_fault()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var word in (string[])[Path.Combine(AppContext.BaseDirectory, "Trading.FakeBrokers.dll"), "--alpaca-port", "0", "--schwab-port", "0"]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        try
        {
            var alpaca = await AddressAsync(process, "Alpaca");
            var schwab = await AddressAsync(process, "Schwab");
            using var http = new HttpClient();
            var script = string.Join('\n', Enum.GetNames<FaultKind>().Select(kind => $"- {{ operation: never, kind: {char.ToLowerInvariant(kind[0])}{kind[1..]} }}"));

            (await http.PutAsync(new Uri(alpaca, "_admin/faults"), new StringContent(script), Cancellation)).EnsureSuccessStatusCode();

            var rules = await http.GetFromJsonAsync<JsonElement>(new Uri(schwab, "_admin/faults"), Cancellation);
            Assert.Equal(Enum.GetNames<FaultKind>(), rules.EnumerateArray().Select(rule => rule.GetProperty("kind").GetString()));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<Uri> AddressAsync(Process process, string broker)
    {
        var line = await process.StandardOutput.ReadLineAsync(Cancellation);
        Assert.StartsWith(broker, line, StringComparison.Ordinal);
        return new Uri(line!.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }
}
