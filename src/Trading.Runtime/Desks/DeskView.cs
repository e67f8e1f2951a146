namespace Trading.Runtime.Desks;

/// <summary>A desk as it is at a moment, for a person to look at.</summary>
/// <param name="State">active, reducing, halted, or unknown before the broker has told what the account holds.</param>
/// <param name="Time">The desk's time, in UTC.</param>
/// <param name="Sequence">The newest row of the journal.</param>
/// <param name="Recovered">Rows read when it started, after the snapshot.</param>
/// <param name="Waiting">Messages not yet handled.</param>
/// <param name="Cash">Dollars.</param>
public sealed record DeskView(
    string Account,
    string State,
    string? Why,
    bool IsReconciled,
    DateTimeOffset Time,
    long Sequence,
    long Recovered,
    int Waiting,
    int DeadLetters,
    decimal Cash,
    decimal Equity,
    IReadOnlyList<TradeView> Trades,
    IReadOnlyList<OrderView> Orders,
    IReadOnlyList<PositionView> Positions,
    IReadOnlyList<BreakerView> Breakers,
    IReadOnlyList<string> Differences);

/// <summary>A trade in a few words.</summary>
/// <param name="Held">Shares.</param>
/// <param name="Stop">The protective stop that is wanted, in dollars a share.</param>
public sealed record TradeView(string Id, string Strategy, string Symbol, string Direction, string State, decimal Held, decimal Entry, decimal? Stop, decimal Result, DateTimeOffset? Since);

/// <summary>An order in a few words.</summary>
public sealed record OrderView(string Id, string Symbol, string Side, string Type, decimal Quantity, decimal Filled, string State, string? BrokerOrderId);

/// <summary>What is held of a symbol by a strategy.</summary>
/// <param name="AveragePrice">Dollars a share.</param>
/// <param name="OpenProfit">Dollars.</param>
public sealed record PositionView(string Strategy, string Symbol, decimal Quantity, decimal AveragePrice, decimal Mark, decimal OpenProfit);

/// <summary>A breaker in a few words.</summary>
public sealed record BreakerView(string Name, string State, DateTimeOffset Since, DateTimeOffset? OpenUntil, long Calls, long Denials, long Trips, string? LastTrip);
