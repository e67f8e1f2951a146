using Trading.FakeBrokers.Books;
using Trading.MarketData;

namespace Trading.FakeBrokers.Hosting;

/// <summary>Prices that wander at random from a hundred dollars: a quote each second of the real clock, a bar each minute of the market's.</summary>
internal sealed class WanderingMarket(FakeMarket market, IReadOnlyList<Symbol> symbols)
{
    private readonly Dictionary<Symbol, List<Price>> _minute = symbols.ToDictionary(symbol => symbol, _ => new List<Price>());
    private readonly Random _dice = new(7);
    private DateTimeOffset _minuteBegan = Floor(market.Now);

    public async Task RunAsync(double speed, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Clamp(1 / speed, 0.05, 1)));
        var last = symbols.ToDictionary(symbol => symbol, _ => Price.FromDecimal(100));
        while (await timer.WaitForNextTickAsync(cancellation))
        {
            var now = market.Now;
            while (Floor(now) > _minuteBegan) EndMinute();
            foreach (var symbol in symbols)
            {
                var price = last[symbol] = Price.FromDecimal(decimal.Round(last[symbol] * (1 + (decimal)(_dice.NextDouble() - 0.5) / 500), 2));
                _minute[symbol].Add(price);
                market.Push(new Quote(symbol, price - Cent, price + Cent, price, 300, 300, now));
            }
            market.Tick();
        }
    }

    private static Price Cent => Price.FromDecimal(0.01m);

    private void EndMinute()
    {
        var end = _minuteBegan.AddMinutes(1);
        foreach (var symbol in symbols)
        {
            var prices = _minute[symbol];
            if (prices.Count > 0) market.Push(symbol, new Bar(_minuteBegan, end, prices[0], prices.Max(), prices.Min(), prices[^1], 100_000));
            prices.Clear();
        }
        _minuteBegan = end;
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerMinute, time.Offset);
}
