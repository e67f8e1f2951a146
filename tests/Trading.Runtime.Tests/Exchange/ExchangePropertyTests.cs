using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Orders;
using Trading.Runtime.Exchange;
using Trading.Runtime.Exchange.Costs;

namespace Trading.Runtime.Tests.Exchange;

/// <summary>What holds for any orders over any bars.</summary>
public class ExchangePropertyTests
{
    private const int Runs = 300;

    /// <summary>What happens before one bar: orders that are sent, and one that is canceled or replaced.</summary>
    private sealed record Step(Move[] Moves, int Gap, int Up, int Down, int At, long Volume, bool IsOther);

    private sealed record Move(int Kind, int Side, int Quantity, int Offset, int Distance, int Life, int Target);

    private sealed record Run(Floor Floor, List<Bar> Bars, List<Bar> OtherBars, Dictionary<string, DateTimeOffset> TakenAt);

    private static readonly Gen<Move> Moves =
        from kind in Gen.Int[0, 9]
        from side in Gen.Int[0, 3]
        from quantity in Gen.Int[1, 60]
        from offset in Gen.Int[-300, 300]
        from distance in Gen.Int[1, 300]
        from life in Gen.Int[0, 5]
        from target in Gen.Int[0, 1_000]
        select new Move(kind, side, quantity, offset, distance, life, target);

    private static readonly Gen<Step> Steps =
        from moves in Moves.Array[0, 3]
        from gap in Gen.Int[-250, 250]
        from up in Gen.Int[0, 250]
        from down in Gen.Int[0, 250]
        from at in Gen.Int[0, 100]
        from volume in Gen.Long[0, 1_500]
        from isOther in Gen.Bool
        select new Step(moves, gap, up, down, at, volume, isOther);

    private static readonly ExchangeOptions Options = new()
    {
        StartingCash = 20_000m,
        Fills = new VolumeFills(0.1m),
        Commission = new PerShareCommission(0.007m, 0.35m),
        RegulatoryFees = new RegulatoryFees(27.80m, 0.000166m, 8.30m),
        Borrow = new AllBorrow(0.25m),
        RetainedOrders = 100_000,
    };

    private static readonly Gen<ExchangeOptions> AnyOptions =
        from isCash in Gen.Bool
        from touch in Gen.Bool
        from reserves in Gen.Bool
        select Options with { Rules = isCash ? AccountRules.Cash : AccountRules.Margin, LimitFillsOnTouch = touch, ReservesShares = reserves };

    private static readonly Symbol Other = "MSFT";

    [Fact]
    public void Cash_and_shares_are_conserved_to_the_cent() =>
        Gen.Select(AnyOptions, Steps.Array[1, 60]).Sample(
            (options, steps) =>
            {
                var run = Play(options, steps);
                foreach (var upTo in new[] { Floor.Stock, Other })
                    Assert.Equal(FillsOf(run, upTo).Sum(fill => fill.SignedQuantity), run.Floor.Exchange.PositionOf(upTo)?.Quantity ?? 0);
                var moved = FillsOf(run).Sum(fill => fill.SignedQuantity * fill.Price + fill.Fee);
                Assert.Equal(options.StartingCash - moved - run.Floor.Exchange.BorrowFees, run.Floor.Exchange.Cash);
                var told = run.Floor.News.Where(news => news.Fill is not null).Select(news => news.Fill!).ToList();
                Assert.Equal(FillsOf(run).OrderBy(fill => fill.ExecutionId), told.OrderBy(fill => fill.ExecutionId));
                Assert.Equal(told.Count, told.DistinctBy(fill => fill.ExecutionId).Count());
            },
            iter: Runs);

    [Fact]
    public void Nothing_trades_outside_the_bar_or_before_its_order_was_taken() =>
        Gen.Select(AnyOptions, Steps.Array[1, 60]).Sample(
            (options, steps) =>
            {
                var run = Play(options, steps);
                foreach (var news in run.Floor.News)
                {
                    if (news.Fill is not { } fill) continue;
                    var bars = SymbolOf(news.ClientOrderId) == Floor.Stock ? run.Bars : run.OtherBars;
                    var bar = bars.Single(bar => bar.End == news.Time);
                    Assert.True(fill.Price >= bar.Low && fill.Price <= bar.High);
                    Assert.InRange(fill.Time, bar.Start, bar.End);
                    Assert.True(fill.Time >= run.TakenAt[news.ClientOrderId]);
                }
            },
            iter: Runs);

    [Fact]
    public void No_limit_is_broken_and_no_order_trades_more_than_it_asked_for() =>
        Gen.Select(AnyOptions, Steps.Array[1, 60], Gen.Int[0, 50]).Sample(
            (options, steps, slippage) =>
            {
                var run = Play(options with { Slippage = new PerShareSlippage(Price.FromDecimal(slippage / 100m)) }, steps);
                foreach (var order in run.Floor.Orders())
                {
                    Assert.True(order.Filled <= order.Terms.Quantity);
                    Assert.Equal(order.Filled, order.Fills.Sum(fill => fill.Quantity));
                    Assert.Equal(order.State == OrderState.Filled, order.Filled == order.Terms.Quantity);
                }
                foreach (var news in run.Floor.News)
                    if (news.Fill is { } fill && TermsAt(run, news).LimitPrice is { } limit)
                        Assert.True(fill.Side.IsBuy() ? fill.Price <= limit : fill.Price >= limit);
            },
            iter: Runs);

    [Fact]
    public void Nobody_closes_more_than_is_held_and_no_bar_gives_more_than_its_part() =>
        Gen.Select(AnyOptions, Steps.Array[1, 60]).Sample(
            (options, steps) =>
            {
                var run = Play(options, steps);
                foreach (var symbol in new[] { Floor.Stock, Other })
                {
                    var held = 0m;
                    foreach (var news in run.Floor.News)
                    {
                        if (news.Fill is not { } fill || SymbolOf(news.ClientOrderId) != symbol) continue;
                        var after = held + fill.SignedQuantity;
                        if (!fill.Side.IsOpening()) Assert.True(Math.Abs(after) < Math.Abs(held) && held * after >= 0);
                        held = after;
                    }
                    var bars = symbol == Floor.Stock ? run.Bars : run.OtherBars;
                    foreach (var inBar in run.Floor.News.Where(news => news.Fill is not null && SymbolOf(news.ClientOrderId) == symbol).GroupBy(news => news.Time))
                        Assert.True(inBar.Sum(news => news.Fill!.Quantity) <= Math.Floor(bars.Single(bar => bar.End == inBar.Key).Volume * 0.1m));
                }
            },
            iter: Runs);

    [Fact]
    public void Stop_and_target_together_close_what_their_entry_opened_and_no_more() =>
        Gen.Select(AnyOptions, Steps.Array[1, 60]).Sample(
            (options, steps) =>
            {
                var run = Play(options, steps);
                var orders = run.Floor.Orders();
                foreach (var entry in orders)
                {
                    if (entry.Legs.IsEmpty) continue;
                    Assert.True(entry.Legs.Sum(leg => leg.Filled) <= entry.Filled);
                    foreach (var leg in entry.Legs)
                    {
                        // What is still to be closed is covered by each side that lives, whole and no more than once.
                        var open = entry.Filled - entry.Legs.Sum(each => each.Filled);
                        if (leg.State is OrderState.Accepted or OrderState.PartiallyFilled) Assert.Equal(open, leg.Terms.Quantity - leg.Filled);
                        if (leg.State == OrderState.PendingSubmission) Assert.True(entry is { Filled: 0, State: OrderState.Accepted });
                    }
                }
            },
            iter: Runs);

    [Fact]
    public void Bars_to_come_change_nothing_that_has_happened() =>
        Gen.Select(AnyOptions, Steps.Array[1, 40], Steps.Array[1, 20], Steps.Array[1, 20]).Sample(
            (options, past, future, otherFuture) =>
            {
                var run = Play(options, [.. past, .. future]);
                var other = Play(options, [.. past, .. otherFuture]);
                var now = Play(options, past).Floor.News;
                Assert.Equal(now, run.Floor.News.Take(now.Count));
                Assert.Equal(now, other.Floor.News.Take(now.Count));
            },
            iter: Runs);

    [Fact]
    public void Every_history_is_one_that_the_order_table_allows() =>
        Gen.Select(AnyOptions, Steps.Array[1, 60]).Sample(
            (options, steps) =>
            {
                var run = Play(options, steps);
                foreach (var history in run.Floor.News.GroupBy(news => RootOf(news.ClientOrderId)))
                {
                    var state = OrderState.PendingSubmission;
                    foreach (var news in history)
                    {
                        Assert.False(state.IsEnded(), $"{history.Key} had ended and then {news}");
                        state = OrderTransitions.Next(state, TriggerOf(news))!.Value;
                        if (news.State is { } told && news.State != state) Assert.Equal(OrderState.Accepted, told);
                    }
                }
            },
            iter: Runs);

    [Fact]
    public void Money_tied_up_is_free_again_when_all_orders_have_ended() =>
        Gen.Select(AnyOptions, Steps.Array[1, 60]).Sample(
            (options, steps) =>
            {
                var floor = Play(options, steps).Floor;
                foreach (var order in floor.Orders())
                    if (order.State is { } state && !state.IsEnded()) floor.Cancel(order.ClientOrderId);
                var rate = options.Rules.InitialLong;
                var needed = floor.Positions.Sum(position => Math.Abs(position.Quantity) * floor.Lasts[position.Symbol]) * rate;
                Assert.Equal(Math.Max(0, (floor.Exchange.Equity - needed) / rate), floor.Exchange.BuyingPower);
            },
            iter: Runs);

    private static OrderTrigger TriggerOf(BrokerUpdate news) => news switch
    {
        { State: null } => OrderTrigger.Replace,
        { State: OrderState.Accepted } => OrderTrigger.Accept,
        { State: OrderState.PartiallyFilled } => OrderTrigger.PartialFill,
        { State: OrderState.Filled } => OrderTrigger.CompleteFill,
        { State: OrderState.Canceled } => OrderTrigger.Cancel,
        { State: OrderState.Rejected } => OrderTrigger.Reject,
        _ => OrderTrigger.Expire,
    };

    private static string RootOf(string clientOrderId) => OrderId.TryParse(clientOrderId, out var id, out _, out _) ? id.Value : clientOrderId;

    private static IEnumerable<Fill> FillsOf(Run run, Symbol? symbol = null) => run.Floor.Orders()
        .Where(order => symbol is null || SymbolOf(order.ClientOrderId) == symbol)
        .SelectMany(order => order.Fills);

    private static Symbol SymbolOf(string clientOrderId) =>
        OrderId.TryParse(clientOrderId, out _, out var trade, out _) ? trade.ScopeIn("sim").Symbol : default;

    /// <summary>The terms an order was worked on when it told its news.</summary>
    private static OrderTerms TermsAt(Run run, BrokerUpdate news) => run.Floor.Find(news.ClientOrderId).Value!.Terms;

    private static Run Play(ExchangeOptions options, Step[] steps)
    {
        var floor = new Floor(options);
        var run = new Run(floor, [], [], []);
        var (price, other) = (10_000, 10_000);
        var replacements = 0;
        foreach (var step in steps)
        {
            foreach (var move in step.Moves) Make(move, run, step.IsOther ? Other : Floor.Stock, step.IsOther ? other : price, ref replacements);
            // Twenty steps a session: some orders see its end, and some a night.
            var start = floor.Now < Floor.Today.Open.AddMinutes(50) || floor.Now >= Floor.Today.Close ? floor.Now : Floor.Today.Close.AddMinutes(-1);
            if (start == Floor.Today.Close) start = Floor.Tomorrow.Open;
            floor.At(start);
            var last = step.IsOther ? other : price;
            var open = Math.Max(1_000, last + step.Gap);
            var (high, low) = (open + step.Up, Math.Max(500, open - step.Down));
            var close = low + (high - low) * step.At / 100;
            (step.IsOther ? run.OtherBars : run.Bars).Add(new Bar(start, start.AddMinutes(1), Cents(open), Cents(high), Cents(low), Cents(close), step.Volume));
            floor.Minute(open / 100m, high / 100m, low / 100m, close / 100m, step.Volume, step.IsOther ? Other : Floor.Stock);
            if (step.IsOther) other = close;
            else price = close;
            foreach (var news in floor.News)
                if (news.State == OrderState.Accepted) run.TakenAt.TryAdd(news.ClientOrderId, start); // attached, and alive since this bar
        }
        return run;
    }

    private static void Make(Move move, Run run, Symbol symbol, int last, ref int replacements)
    {
        var floor = run.Floor;
        var terms = Terms(move, last);
        switch (move.Kind)
        {
            case 0 when OpenOrder(floor, move.Target) is { } order:
                floor.Cancel(order.ClientOrderId);
                break;
            case 1 when OpenOrder(floor, move.Target) is { } order && OrderId.TryParse(order.ClientOrderId, out var id, out _, out _):
                var next = id.ClientOrderId(++replacements);
                if (floor.Replace(order.ClientOrderId, next, order.Terms with { Quantity = move.Quantity }).IsDone) run.TakenAt.TryAdd(next, floor.Now);
                break;
            default:
                var ticket = floor.Ticket(terms, symbol: symbol);
                if (terms.Side.IsOpening() && move.Kind > 4) ticket = Bracket(floor, move, terms, symbol, last);
                if (floor.Submit(ticket).IsDone) run.TakenAt.Add(ticket.Id.Value, floor.Now);
                break;
        }
    }

    private static BrokerOrder? OpenOrder(Floor floor, int pick)
    {
        var open = floor.Orders().Where(order => order.State is { } state && !state.IsEnded()).ToList();
        return open.Count == 0 ? null : open[pick % open.Count];
    }

    private static OrderTicket Bracket(Floor floor, Move move, OrderTerms entry, Symbol symbol, int last)
    {
        var side = entry.Side == OrderSide.Buy ? OrderSide.Sell : OrderSide.BuyToCover;
        var sign = entry.Side == OrderSide.Buy ? 1 : -1;
        var stop = move.Kind == 9
            ? OrderTerms.TrailingStop(side, move.Quantity, Trail.OfAmount(Cents(move.Distance)))
            : OrderTerms.Stop(side, move.Quantity, Cents(last - sign * move.Distance));
        var target = OrderTerms.Limit(side, move.Quantity, Cents(last + sign * move.Distance), TimeInForce.GoodTilCanceled);
        return floor.Bracket(entry, stop, move.Kind > 5 ? target : null, symbol);
    }

    private static OrderTerms Terms(Move move, int last)
    {
        var side = (OrderSide)move.Side;
        var price = Cents(last + move.Offset);
        var beyond = side.IsBuy() ? price + Cents(move.Distance) : price - Cents(move.Distance);
        var resting = move.Life % 2 == 0 ? TimeInForce.Day : TimeInForce.GoodTilCanceled;
        var life = (TimeInForce)move.Life;
        return (move.Target % 5) switch
        {
            0 => OrderTerms.Market(side, move.Quantity, life == TimeInForce.GoodTilCanceled ? TimeInForce.Day : life),
            1 => OrderTerms.Limit(side, move.Quantity, price, life),
            2 => OrderTerms.Stop(side, move.Quantity, price, resting),
            3 => OrderTerms.StopLimit(side, move.Quantity, price, beyond, resting),
            _ => OrderTerms.TrailingStop(side, move.Quantity, Trail.OfAmount(Cents(move.Distance)), resting),
        };
    }

    private static Price Cents(int cents) => Price.FromDecimal(cents / 100m);
}
