using Trading.MarketData;

namespace Trading.FakeBrokers.Books;

/// <summary>The market that the fake brokers trade in: its clock, its calendar and its tape.</summary>
/// <remarks>
/// Everything that the fakes know changes under <see cref="Gate"/>. Bars and quotes are shown to every account in order of
/// their time, which is the caller's to keep; the clock is a virtual one in tests and a real or a fast one when run alone.
/// </remarks>
public sealed class FakeMarket(TimeProvider time, IMarketCalendar calendar)
{
    private const int MostBarsKept = 10_000;

    private readonly List<FakeAccount> _accounts = [];
    private readonly Dictionary<Symbol, List<Bar>> _bars = [];
    private readonly Dictionary<Symbol, Quote> _quotes = [];

    public Lock Gate { get; } = new();

    public TimeProvider Time => time;

    public IMarketCalendar Calendar => calendar;

    public DateTimeOffset Now => time.GetUtcNow();

    public IReadOnlyList<FakeAccount> Accounts => _accounts;

    public IEnumerable<Symbol> Symbols
    {
        get { lock (Gate) return [.. _quotes.Keys.Union(_bars.Keys).Order()]; }
    }

    /// <summary>Shows a bar that has ended to the exchange of every account.</summary>
    public void Push(Symbol symbol, in Bar bar)
    {
        lock (Gate)
        {
            if (!_bars.TryGetValue(symbol, out var bars)) _bars[symbol] = bars = [];
            bars.Add(bar);
            if (bars.Count > MostBarsKept) bars.RemoveRange(0, MostBarsKept / 2);
            if (!_quotes.TryGetValue(symbol, out var known) || known.Time <= bar.End) _quotes[symbol] = Quote.At(symbol, bar.Close, bar.End) with { BidSize = 100, AskSize = 100 };
            foreach (var account in _accounts) account.OnBar(symbol, bar);
        }
    }

    /// <summary>Shows a live quote to the exchange of every account.</summary>
    public void Push(Quote quote)
    {
        lock (Gate)
        {
            _quotes[quote.Symbol] = quote;
            foreach (var account in _accounts) account.OnQuote(quote);
        }
    }

    /// <summary>Lets the clock's time take effect: orders whose time is over expire.</summary>
    public void Tick()
    {
        lock (Gate)
        {
            foreach (var account in _accounts) account.OnTime();
        }
    }

    /// <summary>The newest quote, or null for a symbol nobody showed.</summary>
    public Quote? QuoteOf(Symbol symbol)
    {
        lock (Gate) return _quotes.GetValueOrDefault(symbol);
    }

    /// <summary>The bars that started at or after a time and not after another, oldest first.</summary>
    public IReadOnlyList<Bar> BarsOf(Symbol symbol, DateTimeOffset from, DateTimeOffset to)
    {
        lock (Gate) return _bars.TryGetValue(symbol, out var bars) ? [.. bars.Where(bar => bar.Start >= from && bar.Start <= to)] : [];
    }

    internal void Add(FakeAccount account)
    {
        lock (Gate) _accounts.Add(account);
    }
}
