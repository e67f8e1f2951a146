using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Trading.Agents.Ports;
using Trading.FakeBrokers.Books;
using Trading.MarketData;
using Trading.Orders;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>Writes what Alpaca sends: decimals as JSON strings in the trading API, as numbers in the data API.</summary>
internal static class AlpacaJson
{
    public static JsonObject Of(AlpacaError error)
    {
        var json = new JsonObject();
        if (error.Code is { } code) json["code"] = code;
        json["message"] = error.Message;
        return json;
    }

    /// <param name="nested">Whether attached orders are told with it.</param>
    public static JsonObject Of(BookOrder order, SessionPhase phase, bool nested)
    {
        var terms = order.Terms;
        var json = new JsonObject
        {
            ["id"] = order.Id.ToString(),
            ["client_order_id"] = order.ClientOrderId,
            ["created_at"] = Time(order.SubmittedAt),
            ["updated_at"] = Time(order.UpdatedAt),
            ["submitted_at"] = Time(order.SubmittedAt),
            ["filled_at"] = order.State == OrderState.Filled ? Time(order.EndedAt) : null,
            ["expired_at"] = order.State == OrderState.Expired ? Time(order.EndedAt) : null,
            ["canceled_at"] = order.State == OrderState.Canceled ? Time(order.EndedAt) : null,
            ["failed_at"] = order.State == OrderState.Rejected ? Time(order.EndedAt) : null,
            ["replaced_at"] = order.ReplacedBy is null ? null : Time(order.UpdatedAt),
            ["replaced_by"] = order.ReplacedBy?.Id.ToString(),
            ["replaces"] = order.Replaces?.Id.ToString(),
            ["asset_id"] = AssetId(order.Symbol),
            ["symbol"] = order.Symbol.Value,
            ["asset_class"] = "us_equity",
            ["notional"] = null,
            ["qty"] = Text(terms.Quantity),
            ["filled_qty"] = Text(order.Filled),
            ["filled_avg_price"] = Text(order.AveragePrice),
            ["order_class"] = order.Class is "" ? "simple" : order.Class,
            ["order_type"] = AlpacaWords.Type(terms.Type),
            ["type"] = AlpacaWords.Type(terms.Type),
            ["side"] = AlpacaWords.Side(terms.Side),
            ["position_intent"] = AlpacaWords.Intent(terms.Side),
            ["time_in_force"] = AlpacaWords.Life(terms.TimeInForce),
            ["limit_price"] = Text(terms.LimitPrice?.ToDecimal()),
            ["stop_price"] = Text(terms.StopPrice?.ToDecimal()),
            ["status"] = AlpacaWords.Status(order, phase),
            ["extended_hours"] = terms.ExtendedHours,
            ["trail_percent"] = Text(terms.Trail?.Percent),
            ["trail_price"] = Text(terms.Trail?.Amount?.ToDecimal()),
            ["hwm"] = null,
            ["subtag"] = null,
            ["source"] = null,
            ["legs"] = nested && order.Legs.Count > 0 ? new JsonArray([.. order.Legs.Select(leg => Of(leg, phase, nested: false))]) : null,
        };
        if (AlpacaWords.GroupRole(order) is not { } role) return json;
        var first = order.Parent ?? order;
        while (first.Replaces is { } before) first = before;
        json["group_id"] = Guided("group " + first.Id).ToString();
        json["group_role"] = role;
        return json;
    }

    public static JsonObject Update(BookNews news, string name, SessionPhase phase)
    {
        var json = new JsonObject
        {
            ["event"] = name,
            ["timestamp"] = Time(news.Time),
            ["event_id"] = null,
            ["order"] = Of(news.Order, phase, nested: false),
        };
        if (news.Fill is { } fill)
        {
            json["execution_id"] = fill.ExecutionId;
            json["price"] = Text(fill.Price.ToDecimal());
            json["qty"] = Text(fill.Quantity);
            json["position_qty"] = Text(news.Position);
        }
        return json;
    }

    public static JsonObject Of(FakeAccount account, BrokerAccount balance) => new()
    {
        ["id"] = Guided(account.Number).ToString(),
        ["account_number"] = account.Number,
        ["status"] = "ACTIVE",
        ["crypto_status"] = "INACTIVE",
        ["currency"] = "USD",
        ["buying_power"] = Text(balance.BuyingPower),
        ["regt_buying_power"] = Text(balance.BuyingPower),
        ["cash"] = Text(balance.Cash),
        ["equity"] = Text(balance.Equity),
        ["last_equity"] = Text(balance.Equity),
        ["portfolio_value"] = Text(balance.Equity),
        ["multiplier"] = balance.MayShort ? "2" : "1",
        ["shorting_enabled"] = balance.MayShort,
        ["trading_blocked"] = false,
        ["transfers_blocked"] = false,
        ["account_blocked"] = false,
        ["trade_suspended_by_user"] = false,
        ["created_at"] = Time(account.StartedAt),
        ["initial_margin"] = "0",
        ["maintenance_margin"] = "0",
        ["last_maintenance_margin"] = "0",
        ["sma"] = "0",
        ["accrued_fees"] = "0",
    };

    public static JsonObject Of(BrokerPosition position, decimal last) => new()
    {
        ["asset_id"] = AssetId(position.Symbol),
        ["symbol"] = position.Symbol.Value,
        ["exchange"] = "NASDAQ",
        ["asset_class"] = "us_equity",
        ["asset_marginable"] = true,
        ["qty"] = Text(position.Quantity),
        ["qty_available"] = Text(position.Quantity),
        ["avg_entry_price"] = Text(position.AveragePrice),
        ["side"] = position.Quantity > 0 ? "long" : "short",
        ["market_value"] = Text(position.Quantity * last),
        ["cost_basis"] = Text(position.Quantity * position.AveragePrice),
        ["current_price"] = Text(last),
    };

    /// <summary>The account activity that an execution makes.</summary>
    public static JsonObject Activity(BookOrder order, Fill fill, decimal total) => new()
    {
        ["id"] = ActivityId(fill),
        ["activity_type"] = "FILL",
        ["transaction_time"] = Time(fill.Time),
        ["type"] = total >= order.Terms.Quantity ? "fill" : "partial_fill",
        ["price"] = Text(fill.Price.ToDecimal()),
        ["qty"] = Text(fill.Quantity),
        ["side"] = fill.Side == OrderSide.SellShort ? "sell_short" : AlpacaWords.Side(fill.Side),
        ["symbol"] = order.Symbol.Value,
        ["leaves_qty"] = Text(order.Terms.Quantity - total),
        ["order_id"] = order.Id.ToString(),
        ["cum_qty"] = Text(total),
        ["order_status"] = total >= order.Terms.Quantity ? "filled" : "partially_filled",
    };

    public static string ActivityId(Fill fill) =>
        string.Create(CultureInfo.InvariantCulture, $"{EasternTime.At(fill.Time):yyyyMMddHHmmssfff}::{Guided("activity " + fill.ExecutionId)}");

    public static JsonObject Of(Quote quote) => new()
    {
        ["t"] = Time(quote.Time),
        ["ax"] = "V",
        ["ap"] = quote.Ask.ToDecimal(),
        ["as"] = quote.AskSize,
        ["bx"] = "V",
        ["bp"] = quote.Bid.ToDecimal(),
        ["bs"] = quote.BidSize,
        ["c"] = new JsonArray("R"),
        ["z"] = "C",
    };

    public static JsonObject Trade(Quote quote) => new()
    {
        ["t"] = Time(quote.Time),
        ["x"] = "V",
        ["p"] = quote.Last.ToDecimal(),
        ["s"] = 100,
        ["c"] = new JsonArray("@"),
        ["i"] = 1,
        ["z"] = "C",
    };

    public static JsonObject Of(in Bar bar) => new()
    {
        ["t"] = Time(bar.Start),
        ["o"] = bar.Open.ToDecimal(),
        ["h"] = bar.High.ToDecimal(),
        ["l"] = bar.Low.ToDecimal(),
        ["c"] = bar.Close.ToDecimal(),
        ["v"] = bar.Volume,
        ["n"] = 1,
        ["vw"] = bar.Close.ToDecimal(),
    };

    public static string AssetId(Symbol symbol) => Guided("asset " + symbol.Value).ToString();

    public static string? Time(DateTimeOffset? time) => time?.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    private static string? Text(decimal? number) => number?.ToString("0.########", CultureInfo.InvariantCulture);

    private static Guid Guided(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
