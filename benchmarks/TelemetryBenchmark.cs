using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Telemetry;

namespace Trading.Benchmarks;

/// <summary>What tracing costs a message while nobody listens.</summary>
internal static class TelemetryBenchmark
{
    public static IEnumerable<Row> Run()
    {
        var quote = Quote.At("AAPL", Price.FromDecimal(187.5m), new DateTimeOffset(2026, 11, 20, 17, 0, 0, TimeSpan.Zero));
        var message = Message.First(MessageId.From("benchmark"), EventNames.QuoteUpdated, "marketdata", quote.Time, "AAPL", Scope.OfMarket("AAPL"), new QuoteUpdated(quote));
        var cost = Timing.Of(5_000_000, count =>
        {
            for (var i = 0; i < count; i++)
            {
                using var span = TradingTelemetry.StartHandling("strategy", message);
                _ = TradingTelemetry.Stamp(message);
            }
        });
        yield return Row.AtMost("a message's span while nobody listens", cost.Nanoseconds, "ns", 10);
        yield return Row.AtMost("its garbage", cost.Bytes, "B", 0);
    }
}
