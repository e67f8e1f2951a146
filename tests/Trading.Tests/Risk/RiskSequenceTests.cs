using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Risk;
using Trading.Trades;
using static Trading.Tests.Risk.ReviewCase;

namespace Trading.Tests.Risk;

/// <summary>
/// Random days of two accounts with two strategies each. A model of its own keeps what every trade may still buy and holds;
/// after each step no limit of strategy, account or desk is exceeded by it. Prices stand still, so that only approvals can.
/// </summary>
public class RiskSequenceTests
{
    private const decimal Equity = 100_000;

    private static readonly string[] Accounts = ["paper", "other"];
    private static readonly string[] Strategies = ["trend", "fade"];
    private static readonly (Symbol Symbol, decimal Price, string Sector)[] Symbols = [("AAPL", 187.5m, "tech"), ("MSFT", 402.13m, "tech"), ("XOM", 61.07m, "energy"), ("F", 9.99m, "cars")];

    private static readonly Gen<(int Kind, int Account, int Strategy, int Symbol, bool IsShort, int Size, int Pick)[]> Days =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int[0, 3], Gen.Bool, Gen.Int[1, 400], Gen.Int[0, 1000]).Array[1, 120];

    [Fact]
    public void No_limit_is_exceeded_after_any_reviews_fills_closes_and_expiries() => Days.Sample(steps =>
    {
        var day = new Day();
        foreach (var step in steps)
        {
            day.Take(step);
            if (day.Exceeded() is { } problem) throw new InvalidOperationException(problem);
        }
        return true;
    });

    [Fact]
    public void Days_of_the_property_do_approve_cap_deny_fill_and_expire()
    {
        var (approved, capped, denied, filled, expired) = (0, 0, 0, 0, 0);
        Days.Sample(steps =>
        {
            var day = new Day();
            foreach (var step in steps) day.Take(step);
            Interlocked.Add(ref approved, day.Approved);
            Interlocked.Add(ref capped, day.Capped);
            Interlocked.Add(ref denied, day.Denials.Count);
            Interlocked.Add(ref filled, day.Filled);
            Interlocked.Add(ref expired, day.Expired);
            return true;
        });
        Assert.True(approved > 200 && capped > 100 && denied > 200 && filled > 200 && expired > 20, $"{approved} {capped} {denied} {filled} {expired}");
    }

    private sealed class Entry
    {
        public required TradeId Id;
        public required string Account;
        public required string Strategy;
        public required int Symbol;
        public required int Sign;
        public required DateTimeOffset ApprovedAt;
        public decimal Reserved;
        public decimal Held;
        public decimal Value => Reserved * Symbols[Symbol].Price + Math.Abs(Held) * Symbols[Symbol].Price;
        public bool IsOpen => Reserved > 0 || Held != 0;
        public Scope Scope => new(Account, Strategy, Symbols[Symbol].Symbol);
    }

    private sealed class Day
    {
        private static readonly RiskLimits StrategyLimits = new() { MaxGrossExposure = 0.4m, MaxOpenTrades = 4, MaxOrderQuantity = 300, MaxOrdersPerMinute = 5 };
        private static readonly RiskLimits DeskLimits = new() { MaxGrossExposure = 0.5m, MaxSymbolExposure = 0.25m, MaxOpenTrades = 10 };
        private static readonly RiskLimits AccountLimits = new()
        {
            MaxGrossExposure = 0.6m, MaxSymbolExposure = 0.3m, MaxSectorExposure = 0.35m, MaxOpenTrades = 6, MaxOrderNotional = 25_000,
            MaxBuyingPowerUse = 0.9m, MaxOrdersPerMinute = 8, MaxNetExposure = 0.45m, DuplicateWindow = TimeSpan.FromSeconds(3),
        };

        private readonly Dictionary<string, Portfolio> _portfolios = Accounts.ToDictionary(account => account, account => Known(Equity, account));
        private readonly List<Entry> _trades = [];
        private (string Account, OrderId Order, Entry Trade, Fill Fill)? _lastFill;
        private DateTimeOffset _now = Morning;
        private DateTimeOffset _nightfall = Friday.AfterHoursClose;
        private int _ids;

        public int Approved { get; private set; }
        public int Capped { get; private set; }
        public int Filled { get; private set; }
        public int Expired { get; private set; }
        public List<DenialCode> Denials { get; } = [];

        public void Take((int Kind, int Account, int Strategy, int Symbol, bool IsShort, int Size, int Pick) step)
        {
            switch (step.Kind)
            {
                case <= 3: Review(step.Account, step.Strategy, step.Symbol, step.IsShort, step.Size); break;
                case 4 when Open(step.Pick, trade => trade.Reserved > 0) is { } trade: FillEntry(trade, step.Size); break;
                case 5 when Open(step.Pick, trade => trade.Held != 0) is { } trade: FillExit(trade, step.Size); break;
                case 6 when Open(step.Pick, trade => trade.Held == 0) is { } trade: End(trade); break;
                case 7 when _lastFill is { } last: Book(last.Trade, last.Order, last.Fill); break;
                case 8: _now = _now.AddSeconds(step.Size / 10.0); break;
                case 9 when step.Pick < 30: PassTheNight(); break;
            }
        }

        public string? Exceeded()
        {
            foreach (var account in Accounts)
            {
                var ours = _trades.Where(trade => trade.Account == account && trade.IsOpen).ToList();
                if (Over(account, ours, AccountLimits, Equity) is { } problem) return problem;
                foreach (var strategy in Strategies)
                    if (Over(strategy, ours.Where(trade => trade.Strategy == strategy).ToList(), StrategyLimits, Equity) is { } wrong) return wrong;
                var used = ours.Sum(trade => trade.Value);
                if (used > 0.9m * Equity) return $"{account} uses {used} of its buying power";
                if (_portfolios[account].Trades.Any(trade => trade.Reserved < 0)) return "less than nothing is reserved";
                if (_portfolios[account].Equity != Equity) return $"equity went to {_portfolios[account].Equity}";
                var reserved = _portfolios[account].Trades.Sum(trade => trade.ReservedNotional);
                if (reserved != ours.Sum(trade => trade.Reserved * Symbols[trade.Symbol].Price)) return "the reservations differ from the model's";
            }
            return Over("desk", _trades.Where(trade => trade.IsOpen).ToList(), DeskLimits, 2 * Equity);
        }

        private static string? Over(string whose, List<Entry> trades, RiskLimits limits, decimal equity)
        {
            var gross = trades.Sum(trade => trade.Value);
            if (gross > limits.MaxGrossExposure * equity) return $"{whose}: gross {gross}";
            if (trades.Count > limits.MaxOpenTrades) return $"{whose}: {trades.Count} trades";
            foreach (var symbol in trades.GroupBy(trade => trade.Symbol))
            {
                if (symbol.Sum(trade => trade.Value) > limits.MaxSymbolExposure * equity) return $"{whose}: symbol {Symbols[symbol.Key].Symbol}";
                if (whose != "desk" && symbol.Select(trade => trade.Sign).Distinct().Count() > 1) return $"{whose}: both ways in {Symbols[symbol.Key].Symbol}";
            }
            foreach (var sector in trades.GroupBy(trade => Symbols[trade.Symbol].Sector))
                if (sector.Sum(trade => trade.Value) > limits.MaxSectorExposure * equity) return $"{whose}: sector {sector.Key}";
            return null;
        }

        private void Review(int account, int strategy, int symbol, bool isShort, int size)
        {
            var (name, price, sector) = Symbols[symbol];
            var scope = new Scope(Accounts[account], Strategies[strategy], name);
            var id = Id(++_ids, scope);
            var rules = new ReviewCase { Limits = AccountLimits, StrategyLimits = StrategyLimits, Sizing = new SizingRule.FixedShares(size) }.Rules with { Account = scope.Account };
            var plan = (isShort ? Short(price) : Long(price)) with { SignaledAt = _now };
            var desk = new DeskView(Desk.Empty, DeskLimits, [_portfolios[Accounts[1 - account]]]);
            var market = new MarketView(QuoteAt(name, price, _now), Friday, _nightfall, sector);

            var decision = RiskGate.Review(_portfolios[scope.Account], rules, new RiskRequest(id, scope, plan), market, TimeSpan.FromMinutes(1), _now, desk);

            _portfolios[scope.Account] = decision.Portfolio;
            if (!decision.IsApproved)
            {
                Denials.Add(decision.Code);
                return;
            }
            Approved++;
            if (decision.Quantity < size) Capped++;
            if (decision.Quantity <= 0 || decision.Quantity > size) throw new InvalidOperationException($"approved {decision.Quantity} of {size}");
            _trades.Add(new Entry
            {
                Id = id, Account = scope.Account, Strategy = scope.Strategy, Symbol = symbol, Sign = isShort ? -1 : 1, ApprovedAt = _now, Reserved = decision.Quantity,
            });
            CheckAtApproval(scope.Account);
        }

        /// <summary>What exits may change by themselves, or time, is held to the limit at the approval.</summary>
        private void CheckAtApproval(string account)
        {
            var ours = _trades.Where(trade => trade.Account == account && trade.IsOpen).ToList();
            var held = ours.Sum(trade => trade.Held * Symbols[trade.Symbol].Price);
            var (up, down) = (Reserved(1), Reserved(-1));
            var last = _trades[^1];
            if ((last.Sign > 0 ? held + up : down - held) > 0.45m * Equity) throw new InvalidOperationException($"{account}: net {held} {up} {down}");
            if (_trades.Count(trade => trade.Account == account && _now - trade.ApprovedAt < TimeSpan.FromMinutes(1)) > 8) throw new InvalidOperationException("orders a minute");
            if (_trades.Any(trade => trade != last && trade.Scope == last.Scope && trade.Sign == last.Sign && _now - trade.ApprovedAt < TimeSpan.FromSeconds(3)))
                throw new InvalidOperationException("a duplicate");

            decimal Reserved(int sign) => ours.Where(trade => trade.Sign == sign).Sum(trade => trade.Reserved * Symbols[trade.Symbol].Price);
        }

        private void FillEntry(Entry trade, int size)
        {
            var quantity = Math.Min(size, trade.Reserved);
            trade.Reserved -= quantity;
            trade.Held += trade.Sign * quantity;
            Filled++;
            Book(trade, new OrderId(trade.Id, OrderRole.Entry, 1), Fill(trade, trade.Sign > 0 ? OrderSide.Buy : OrderSide.SellShort, quantity));
        }

        private void FillExit(Entry trade, int size)
        {
            var quantity = Math.Min(size, Math.Abs(trade.Held));
            trade.Held -= trade.Sign * quantity;
            Book(trade, new OrderId(trade.Id, OrderRole.Exit, 1), Fill(trade, trade.Sign > 0 ? OrderSide.Sell : OrderSide.BuyToCover, quantity));
        }

        private Fill Fill(Entry trade, OrderSide side, decimal quantity) =>
            new($"x{++_ids}", side, quantity, Price.FromDecimal(Symbols[trade.Symbol].Price), 0, _now);

        private void Book(Entry trade, OrderId order, Fill fill)
        {
            _lastFill = (trade.Account, order, trade, fill);
            _portfolios[trade.Account] = _portfolios[trade.Account].Book(trade.Scope, Symbols[trade.Symbol].Sector, order, fill);
        }

        private void End(Entry trade)
        {
            trade.Reserved = 0;
            _portfolios[trade.Account] = _portfolios[trade.Account].Ended(trade.Id).Ended(trade.Id);
        }

        private void PassTheNight()
        {
            (_now, _nightfall) = (_nightfall, _nightfall.AddDays(1));
            foreach (var trade in _trades)
            {
                if (trade.Reserved > 0) Expired++;
                trade.Reserved = 0;
            }
            foreach (var account in Accounts) _portfolios[account] = _portfolios[account].WithoutExpired(_now).WithoutExpired(_now);
        }

        private Entry? Open(int pick, Func<Entry, bool> which)
        {
            var found = _trades.Where(trade => trade.IsOpen && which(trade)).ToList();
            return found.Count == 0 ? null : found[pick % found.Count];
        }
    }
}
