using Trading.MarketData;

namespace Trading.Tests.MarketData;

public class SymbolMapTests
{
    private static readonly Symbol[] Symbols = ["AAPL", "MSFT", "XOM", "F", "GE"];

    private static readonly Gen<(int Symbol, bool Puts)[]> GenCalls = Gen.Select(Gen.Int[0, 4], Gen.Bool).Array[0, 60];

    [Fact]
    public void It_finds_what_a_dictionary_finds_in_whatever_order_it_is_asked() => GenCalls.Sample(calls =>
    {
        var (map, plain) = (new SymbolMap<string>(), new Dictionary<Symbol, string>());
        for (var i = 0; i < calls.Length; i++)
        {
            var symbol = Symbols[calls[i].Symbol];
            if (calls[i].Puts)
            {
                map.Set(symbol, $"{i}");
                plain[symbol] = $"{i}";
            }
            Assert.Equal(plain.TryGetValue(symbol, out var expected), map.TryGet(symbol, out var found));
            Assert.Equal(expected, found);
        }
        Assert.Equal(plain.Values, map.Values);
    });

    [Fact]
    public void A_symbol_that_was_never_put_is_not_there()
    {
        var map = new SymbolMap<string>();
        Assert.False(map.TryGet(default, out _));
        Assert.False(map.TryGet("AAPL", out _));
        Assert.Empty(map.Values);
    }
}
