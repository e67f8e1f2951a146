using Trading.MarketData;
using Trading.Messages;
using Trading.Trades;

namespace Trading.Tests.Messages;

public class TradeIdTests
{
    private static readonly DateTimeOffset SignaledAt = new(2026, 8, 21, 14, 0, 0, TimeSpan.Zero);
    private static readonly MessageId Signal = MessageId.From("an entry signal");

    /// <summary>Journals and brokers hold ids made by older programs: these must never change.</summary>
    [Theory]
    [InlineData("AAPL", "trade-2026-08-21-AAPL-trend_2-cywbvb8d8z")]
    [InlineData("BRK.B", "trade-2026-08-21-BRK.B-trend_2-cywbvb8d8z")]
    [InlineData("^GSPC", "trade-2026-08-21-^GSPC-trend_2-cywbvb8d8z")]
    [InlineData("BTC/USD", "trade-2026-08-21-BTC+USD-trend_2-cywbvb8d8z")]
    [InlineData("RDS-A", "trade-2026-08-21-RDS-A-trend_2-cywbvb8d8z")]
    [InlineData("EURUSD=X", "trade-2026-08-21-EURUSD=X-trend_2-cywbvb8d8z")]
    public void The_id_tells_day_symbol_strategy_and_signal(string symbol, string id) =>
        Assert.Equal(id, TradeId.Of(Signal, SignaledAt, new Scope("paper", "trend_2", symbol)).Value);

    [Fact]
    public void An_id_is_read_back_with_its_symbol_and_strategy() =>
        Gen.Select(Generated.MessageIds, Generated.Times, Generated.TradeScopes).Sample((signal, time, scope) =>
        {
            var id = TradeId.Of(signal, time, scope);
            Assert.Equal(id, TradeId.Parse(id.Value));
            Assert.Equal(scope, id.ScopeIn(scope.Account));
        });

    [Fact]
    public void An_id_is_legal_as_a_durable_instance_and_its_orders_fit_a_broker() =>
        Generated.OrderIds.Sample(id =>
        {
            // Durable Functions: 1 to 100 characters, no / \ # ? or control characters, no leading @. Alpaca: at most 128.
            Assert.InRange(id.Value.Length, 1, 100);
            Assert.DoesNotContain(id.Value, c => c is '/' or '\\' or '#' or '?' || char.IsControl(c) || !char.IsAscii(c));
            Assert.NotEqual('@', id.Value[0]);
            Assert.InRange(id.ClientOrderId(int.MaxValue).Length, 1, 128);
        });

    [Fact]
    public void The_day_is_that_of_utc() =>
        Assert.StartsWith("trade-2026-08-22-", TradeId.Of(Signal, new DateTimeOffset(2026, 8, 21, 20, 0, 0, TimeSpan.FromHours(-4)), new Scope("a", "b", "C")).Value);

    [Theory]
    [InlineData("")]
    [InlineData("trade-")]
    [InlineData("trade-2026-08-21")]
    [InlineData("trade-2026-08-21-")]
    [InlineData("trade-2026-08-21-AAPL")]
    [InlineData("trade-2026-08-21-AAPL-trend")]
    [InlineData("trade-2026-08-21-AAPL-k3f9x2ab7c")]
    [InlineData("trade-2026-08-21--trend-k3f9x2ab7c")]
    [InlineData("trade-2026-08-21-AAPL--k3f9x2ab7c")]
    [InlineData("trade-2026-13-21-AAPL-trend-k3f9x2ab7c")]
    [InlineData("trade-2026-8-21-AAPL-trend-k3f9x2ab7c")]
    [InlineData("trade-2026-08-21/AAPL-trend-k3f9x2ab7c")]
    [InlineData("trade-2026-08-21XAAPL-trend-k3f9x2ab7c")]
    [InlineData("trade-2026-08-21-aapl-trend-k3f9x2ab7c")]
    [InlineData("trade-2026-08-21-BTC/USD-trend-k3f9x2ab7c")]
    [InlineData("trade-2026-08-21-AAPL-Trend-k3f9x2ab7c")]
    [InlineData("trade-2026-08-21-AAPL-trend-k3f9x2ab7")]
    [InlineData("trade-2026-08-21-AAPL-trend-k3f9x2ab7cc")]
    [InlineData("trade-2026-08-21-AAPL-trend-K3F9X2AB7C")]
    [InlineData("trade-2026-08-21-AAPL-trend-k3f9x2ab7i")]
    [InlineData("trade-2026-08-21-AAPL#-trend-k3f9x2ab7c")]
    [InlineData("@trade-2026-08-21-AAPL-trend-k3f9x2ab7c")]
    [InlineData("trade-2026-08-21-AAPL-trend-k3f9x2ab7c-entry-1")]
    [InlineData("trade-2026-08-21-SIXTEENLETTERS16-trend-k3f9x2ab7c")]
    public void What_is_no_trade_id_is_refused(string text)
    {
        Assert.False(TradeId.TryParse(text, out var id));
        Assert.Equal("", id.Value);
        Assert.Contains($"'{text}'", Assert.Throws<FormatException>(() => TradeId.Parse(text)).Message);
    }

    [Fact]
    public void Whatever_is_read_as_an_id_is_spelled_as_its_parts_are() =>
        Gen.Select(Generated.TradeIds, Gen.Int[0, 90], Gen.Char["-/+aA0#.^\0 "]).Sample((id, at, letter) =>
        {
            var text = id.Value.Remove(at % id.Value.Length, 1).Insert(at % id.Value.Length, letter.ToString());
            if (!TradeId.TryParse(text, out var read)) return;
            Assert.DoesNotContain(read.Value, c => c is '/' or '#' || char.IsControl(c));
            Assert.Contains($"-{read.ScopeIn("a").Symbol.Value.Replace('/', '+')}-{read.ScopeIn("a").Strategy}-", read.Value);
        });

    [Fact]
    public void A_trade_without_symbol_or_strategy_has_no_id()
    {
        Assert.Throws<ArgumentException>(() => TradeId.Of(Signal, SignaledAt, new Scope("paper", "trend", default)));
        Assert.Throws<ArgumentException>(() => TradeId.Of(Signal, SignaledAt, new Scope("paper", "", "AAPL")));
        Assert.Throws<ArgumentException>(() => TradeId.Of(Signal, SignaledAt, new Scope("paper", "two-parts", "AAPL")));
        Assert.Throws<InvalidOperationException>(() => default(TradeId).ScopeIn("paper"));
    }

    [Fact]
    public void Every_signal_makes_its_own_trade()
    {
        var scope = new Scope("paper", "trend", new Symbol("AAPL"));
        var ids = Enumerable.Range(0, 100_000).Select(i => TradeId.Of(MessageId.From("signal", i), SignaledAt, scope)).Distinct();
        Assert.Equal(100_000, ids.Count());
    }
}
