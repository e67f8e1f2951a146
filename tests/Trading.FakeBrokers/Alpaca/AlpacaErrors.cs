using Trading.Agents.Ports;
using Trading.FakeBrokers.Books;
using Trading.Orders;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>Alpaca's answers to what it does not do: status, code and words. https://docs.alpaca.markets/reference/postorder</summary>
internal static class AlpacaErrors
{
    public static readonly AlpacaError Forbidden = new(403, null, "forbidden.");
    public static readonly AlpacaError Unauthorized = new(401, 40110000, "request is not authorized");
    public static readonly AlpacaError NotFound = new(404, 40410000, "order not found");
    public static readonly AlpacaError Duplicate = new(422, 40010001, "client_order_id must be unique");
    public static readonly AlpacaError TooMany = new(429, 42910000, "too many requests.");
    public static readonly AlpacaError NotSent = new(422, 42210000, "unable to replace order, order isn't sent to exchange yet");

    public static AlpacaError Invalid(string words) => new(422, 42210000, words);

    public static AlpacaError NotOpen(BookOrder order) => new(422, 42210000, $"order is already in \"{AlpacaWords.Status(order)}\" state");

    public static AlpacaError Position(string symbol) => new(404, 40410000, $"position does not exist: {symbol}");

    public static AlpacaError Of(BookAnswer answer) => answer switch
    {
        { Outcome: BrokerOutcome.AlreadyExists } => Duplicate,
        { Outcome: BrokerOutcome.NotFound } => NotFound,
        { Outcome: BrokerOutcome.NoLongerOpen } => NotOpen(answer.Order!),
        { Code: RejectionCodes.BuyingPower } => new(403, 40310000, "insufficient buying power"),
        { Code: RejectionCodes.QuantityUnavailable } => new(403, 40310000, $"insufficient qty available for order ({answer.Reason})"),
        { Code: RejectionCodes.NotShortable } => new(403, 40310000, "account is not allowed to short"),
        { Code: RejectionCodes.WashTrade } => new(403, 40310000, "potential wash trade detected. use complex orders"),
        _ => Invalid(answer.Reason),
    };
}
