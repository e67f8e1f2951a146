using System.Diagnostics.Metrics;
using Trading.Breakers;
using TradingFunctions.Metrics;

namespace TradingFunctions.Tests;

public sealed class DeskMetricsTests
{
    [Fact]
    public void A_breaker_that_is_not_closed_is_one_and_what_was_not_seen_is_not_told()
    {
        using var meter = new Meter("a test");
        var metrics = new DeskMetrics(meter);
        var seen = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter == meter) listener.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen[$"{instrument.Name} {tags[0].Value}"] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen[instrument.Name] = value);
        listener.Start();

        metrics.Saw(BreakerNames.Schwab, BreakerState.Closed);
        metrics.Saw(BreakerNames.AlpacaLive, BreakerState.Open);
        listener.RecordObservableInstruments();

        Assert.Equal(new Dictionary<string, double> { ["trading.breaker.open schwab"] = 0, ["trading.breaker.open alpaca-live"] = 1 }, seen);
    }
}
