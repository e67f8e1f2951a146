using System.Globalization;
using System.Runtime.InteropServices;
using Trading.FakeBrokers.Alpaca;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Schwab;
using Trading.MarketData;

namespace Trading.FakeBrokers.Hosting;

/// <summary>Runs the fakes on their own, with a market of a few symbols that wander at random.</summary>
public static class FakeBrokersCommand
{
    private const string Usage = """
        Fake brokers on this machine.
          --faults <file>      a fault script, YAML or JSON
          --symbols A,B        what is traded (AAPL,MSFT,SPY)
          --from <time>        begin at this time (UTC) instead of now, such as 2026-03-02T14:30:00Z
          --speed <n>          how fast the clock runs; 60 makes a minute of every second
          --alpaca-port <n>    0 for a free one (7301)
          --schwab-port <n>    0 for a free one (7302)
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length % 2 != 0)
        {
            Console.WriteLine(Usage);
            return arguments is ["--help" or "-h"] ? 0 : 2;
        }
        var options = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        var speed = double.Parse(options.GetValueOrDefault("--speed", "1"), CultureInfo.InvariantCulture);
        var from = options.TryGetValue("--from", out var text) ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : TimeProvider.System.GetUtcNow();
        var clock = new FastClock(from, speed);
        var market = new FakeMarket(clock, new NyseCalendar());
        var faults = new FaultScript(options.TryGetValue("--faults", out var file) ? FaultScriptText.Parse(await File.ReadAllTextAsync(file)) : []);

        var alpaca = new FakeAlpaca(market, new FakeAccount("PA3FAKE00001", market));
        await using var alpacaServer = await FakeBrokerServer.StartAsync(alpaca, faults, Port(options, "--alpaca-port", 7301));
        Console.WriteLine($"Alpaca  {alpacaServer.Url}  key {alpaca.Options.KeyId}  secret {alpaca.Options.SecretKey}");
        var schwab = new FakeSchwab(market, new FakeAccount("12345678", market));
        await using var schwabServer = await FakeBrokerServer.StartAsync(schwab, faults, Port(options, "--schwab-port", 7302));
        Console.WriteLine($"Schwab  {schwabServer.Url}  app key {schwab.Options.AppKey}  secret {schwab.Options.AppSecret}  login code {schwab.MakeCode()}");

        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var symbols = options.GetValueOrDefault("--symbols", "AAPL,MSFT,SPY").Split(',').Select(name => new Symbol(name));
        try
        {
            await new WanderingMarket(market, [.. symbols]).RunAsync(speed, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static int Port(Dictionary<string, string> options, string name, int usual) =>
        options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
