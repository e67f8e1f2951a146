using Trading.MarketData;

namespace Trading.Tests;
public class Placeholder { [Fact] public void Price_round_trips() => Assert.Equal("187.50", new string(Price.FromDecimal(187.5m).ToString())); }
