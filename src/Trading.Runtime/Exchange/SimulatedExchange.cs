using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.Runtime.Exchange;

/// <summary>An exchange and an account at it: what backtests, paper trading and the simulator trade with.</summary>
/// <remarks>
/// <para>Deterministic: the same calls, bars and clock give the same ids, fills and updates. Not for several threads. All calls
/// are answered at once, and every change of every order is told through <see cref="TryTakeUpdate"/> as a broker's stream
/// would, in the order in which it came about. An update tells one thing: a state (with the execution, where it is a fill),
/// or, without a state, new terms.</para>
/// <para>No look-ahead: an order trades only in what starts when it was taken or later. Feed each symbol one period of bars, in
/// order of their ends over all symbols; a bar or quote that is not newer than the last one is passed over.</para>
/// <para>The table of what each kind of order does is in <c>docs/exchange.md</c>.</para>
/// </remarks>
public sealed class SimulatedExchange : IBroker
{
    private readonly ExchangeOptions _options;
    private readonly TimeProvider _time;
    private readonly SymbolMap<SymbolBook> _books = new();
    private readonly OrderIndex _orders;
    private readonly Ledger _ledger;
    private readonly OrderGate _gate;
    private readonly OrderDesk _desk;
    private readonly ShortInterest _shorts;
    private readonly CorporateActions _actions;
    private readonly BarMatcher _bars;
    private readonly QuoteMatcher _quotes;

    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public SimulatedExchange(string account, IMarketCalendar calendar, TimeProvider time, ExchangeOptions? options = null)
    {
        _options = options ?? new ExchangeOptions();
        _options.Check();
        Account = account;
        _time = time;
        var hours = new TradingHours(calendar);
        _orders = new OrderIndex(_options.RetainedOrders, _options.RetainedLater ?? _options.RetainedOrders);
        _ledger = new Ledger(_options.Rules, _options.StartingCash);
        _gate = new OrderGate(_options, _ledger, _orders);
        _shorts = new ShortInterest(_ledger, hours, _options.Borrow);
        _desk = new OrderDesk(_options, _ledger, _orders, _gate, hours, _shorts);
        _actions = new CorporateActions(calendar);
        _bars = new BarMatcher(_options, _desk, hours);
        _quotes = new QuoteMatcher(_options, _desk, hours);
    }

    public string Account { get; }

    /// <summary>Dollars in the account; below zero where the broker lends.</summary>
    public decimal Cash => _ledger.Cash;

    /// <summary>Cash and what all positions are worth at the last prices, in dollars. Reckoned when asked.</summary>
    public decimal Equity => _ledger.Equity;

    /// <summary>What new positions may cost, in dollars, with open orders taken off.</summary>
    public decimal BuyingPower => _ledger.BuyingPower;

    /// <summary>Whether any shares are held or owed.</summary>
    public bool HasPositions => _ledger.HeldCount > 0;

    /// <summary>By how many dollars equity is below the maintenance requirement; zero when there is no margin call.</summary>
    /// <remarks>The exchange reports the call and liquidates nothing: what to do about it is the desk's to decide.</remarks>
    public decimal MarginCall => Math.Max(0, _ledger.Maintenance - _ledger.Equity);

    /// <summary>Fees paid for borrowed shares so far, in dollars.</summary>
    public decimal BorrowFees => _ledger.BorrowFees;

    /// <summary>How often cash or shares have changed.</summary>
    internal long Changes => _ledger.Changes;

    /// <summary>Whether no more than one symbol is held, and then how many shares of it at which last price; zero of none.</summary>
    internal bool HoldsAtMostOne(out decimal shares, out Price last)
    {
        var only = _ledger.HeldCount == 1 ? _ledger.Held[0] : null;
        (shares, last) = only is null ? default : (only.Position, only.Last);
        return _ledger.HeldCount <= 1;
    }

    /// <summary>What the account holds of a symbol, or null when it is flat in it.</summary>
    public BrokerPosition? PositionOf(Symbol symbol) =>
        _books.TryGet(symbol, out var book) && book.Position != 0 ? PositionIn(book) : null;

    /// <summary>Whether there is news that has not been taken yet.</summary>
    public bool HasUpdates => _desk.Updates.Count > 0;

    /// <summary>Takes the oldest piece of news that has not been taken yet.</summary>
    public bool TryTakeUpdate([NotNullWhen(true)] out BrokerUpdate? update) => _desk.Updates.TryDequeue(out update);

    /// <summary>Trades what a bar that has ended lets trade. Called for every bar of every symbol; allocates only when something happens.</summary>
    public void OnBar(Symbol symbol, in Bar bar) => OnBar(BookOf(symbol), in bar);

    /// <summary>The same for who keeps the symbol's book at hand.</summary>
    internal void OnBar(SymbolBook book, in Bar bar)
    {
        PassTime(bar.Start.UtcTicks);
        var end = bar.End.UtcTicks;
        if (end <= book.LastTime) return;
        if (book.Orders.Count > 0) _bars.Match(book, in bar);
        book.LastPrice = bar.Close.Units;
        book.LastTime = end;
    }

    /// <summary>Trades what a live quote lets trade.</summary>
    public void OnQuote(Quote quote)
    {
        var time = quote.Time.UtcTicks;
        PassTime(time);
        var book = BookOf(quote.Symbol);
        if (time < book.LastTime) return;
        if (book.Orders.Count > 0) _quotes.Match(book, quote);
        var price = quote.Last.IsPositive ? quote.Last : quote.Mid;
        if (price.IsPositive) book.LastPrice = price.Units;
        book.LastTime = time;
    }

    /// <summary>Ends orders and charges fees that are due by the clock, for a desk whose symbols may go without news.</summary>
    /// <remarks>In a backtest the bars do this; call it after the bars that end at the same time, if at all.</remarks>
    public void OnTime() => PassTime(Now);

    /// <summary>Stops trading in a symbol. Its orders stay, can be sent and canceled, and expire in their time.</summary>
    public void Halt(Symbol symbol) => BookOf(symbol).IsHalted = true;

    /// <summary>Lets a halted symbol trade again.</summary>
    public void Resume(Symbol symbol) => BookOf(symbol).IsHalted = false;

    /// <summary>Applies a split or a cash dividend when its ex-date begins, before anything trades on it; at once when it has begun.</summary>
    /// <remarks>
    /// A split makes position, last price and open orders those of the new shares, each order with an update of its terms; a fraction
    /// that may not be held is paid out. A dividend is paid to who is long and taken from who is short, and open orders keep their
    /// prices, as those marked do-not-reduce do. For bars that are adjusted for it nothing is to be applied.
    /// </remarks>
    public void Apply(CorporateAction action)
    {
        _actions.Add(action);
        PassTime(Now);
    }

    public ValueTask<BrokerAnswer<BrokerOrder>> SubmitAsync(OrderTicket ticket, CancellationToken cancellation) => new(Submit(ticket));

    public ValueTask<BrokerAnswer<BrokerOrder>> CancelAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        new(Cancel(clientOrderId, brokerOrderId));

    public ValueTask<BrokerAnswer<BrokerOrder>> ReplaceAsync(
        string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms, CancellationToken cancellation) =>
        new(Replace(clientOrderId, brokerOrderId, newClientOrderId, terms));

    /// <inheritdoc/>
    /// <remarks>An id that was replaced finds the order that had it, which names its successor in <see cref="BrokerOrder.ReplacedBy"/>.</remarks>
    public ValueTask<BrokerAnswer<BrokerOrder>> FindAsync(string clientOrderId, string? brokerOrderId, CancellationToken cancellation) =>
        new(_orders.Find(clientOrderId, brokerOrderId) is { } order ? BrokerAnswers.Done(order.ToBrokerOrder()) : Unknown(clientOrderId));

    /// <inheritdoc/>
    /// <remarks>In the order in which they were taken; attached orders stand among them. Of the ended ones only those retained.</remarks>
    public ValueTask<BrokerAnswer<ImmutableArray<BrokerOrder>>> OrdersAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var orders = _orders.All
            .Where(order => order.ReplacedBy is null && (!order.IsEnded || order.UpdatedAt >= since.UtcTicks))
            .OrderBy(order => order.Sequence)
            .Select(order => order.ToBrokerOrder());
        return new(BrokerAnswers.Done(orders.ToImmutableArray()));
    }

    /// <inheritdoc/>
    /// <remarks>In the order of their symbols.</remarks>
    public ValueTask<BrokerAnswer<ImmutableArray<BrokerPosition>>> PositionsAsync(CancellationToken cancellation) =>
        new(BrokerAnswers.Done(_ledger.Held.OrderBy(book => book.Symbol).Select(PositionIn).ToImmutableArray()));

    public ValueTask<BrokerAnswer<BrokerAccount>> AccountAsync(CancellationToken cancellation) =>
        new(BrokerAnswers.Done(new BrokerAccount(Account, Cash, Equity, BuyingPower, IsPaper: true, _options.Rules.MayShort)));

    private long Now => _time.GetUtcNow().UtcTicks;

    private BrokerAnswer<BrokerOrder> Submit(OrderTicket ticket)
    {
        if (ticket.Scope.Account != Account)
            throw new ArgumentException($"{ticket.Id} is for account '{ticket.Scope.Account}' and was sent to '{Account}'.", nameof(ticket));
        if (_orders.Find(ticket.Id.Value) is { } known) return BrokerAnswers.AlreadyExists(known.ToBrokerOrder());
        var book = BookOf(ticket.Scope.Symbol);
        if (_gate.Refuse(ticket, book) is { } refusal) return Refused(refusal);
        return BrokerAnswers.Done(_desk.Take(ticket, book, Now).ToBrokerOrder());
    }

    private BrokerAnswer<BrokerOrder> Cancel(string clientOrderId, string? brokerOrderId)
    {
        if (_orders.Find(clientOrderId, brokerOrderId) is not { } order) return Unknown(clientOrderId);
        if (order.IsEnded) return NoLongerOpen(order);
        _desk.Cancel(order, "canceled on request", Now);
        order.Book.Sweep();
        return BrokerAnswers.Done(order.ToBrokerOrder());
    }

    private BrokerAnswer<BrokerOrder> Replace(string clientOrderId, string? brokerOrderId, string newClientOrderId, OrderTerms terms)
    {
        if (_orders.Find(newClientOrderId) is { } known) return BrokerAnswers.AlreadyExists(known.ToBrokerOrder());
        if (_orders.Find(clientOrderId, brokerOrderId) is not { } order) return Unknown(clientOrderId);
        if (order.IsEnded) return NoLongerOpen(order);
        if (_gate.Refuse(order, terms) is { } refusal) return Refused(refusal);
        return BrokerAnswers.Done(_desk.Replace(order, newClientOrderId, terms, Now).ToBrokerOrder());
    }

    internal SymbolBook BookOf(Symbol symbol)
    {
        if (!_books.TryGet(symbol, out var book)) _books.Set(symbol, book = new SymbolBook(symbol));
        return book;
    }

    private void PassTime(long time)
    {
        if (time >= _shorts.DueAt) _shorts.ChargeUntil(time);
        if (time >= _desk.NextExpiry) _desk.ExpireDue(_books.Values, time);
        if (time >= _actions.DueAt) Act(time);
    }

    private void Act(long time)
    {
        while (_actions.TryTake(time, out var action))
        {
            var book = BookOf(action.Symbol);
            switch (action)
            {
                case Split split:
                    book.LastPrice = Price.FromDecimal(book.Last.ToDecimal() * split.From / split.To).Units;
                    _ledger.Split(book, split.To, split.From, _options.AllowsFractions);
                    _desk.Split(book, split.To, split.From, time);
                    break;
                case CashDividend dividend:
                    _ledger.PayDividend(book, dividend.Amount);
                    break;
                default:
                    throw new NotSupportedException($"{action.Symbol}: the exchange knows splits and cash dividends, not {action.GetType().Name}.");
            }
        }
    }

    private static BrokerPosition PositionIn(SymbolBook book) => new(book.Symbol, book.Position, book.AveragePrice);

    private static BrokerAnswer<BrokerOrder> Refused(Refusal refusal) => BrokerAnswers.Refused<BrokerOrder>(refusal.Code, refusal.Reason);

    private static BrokerAnswer<BrokerOrder> Unknown(string clientOrderId) =>
        BrokerAnswers.Failed<BrokerOrder>(BrokerOutcome.NotFound, "", $"there is no order {clientOrderId}");

    private static BrokerAnswer<BrokerOrder> NoLongerOpen(ExchangeOrder order) =>
        new(BrokerOutcome.NoLongerOpen, order.ToBrokerOrder(), "", $"{order.ClientOrderId} is no longer open", null);
}
