using Trading.Agents.Ports;
using Trading.MarketData;

namespace Trading.Runtime.Desks;

/// <summary>What a desk asks of a paper exchange in another process.</summary>
/// <param name="Ask">hello, poll, bars, submit, cancel, replace, find, orders, positions or account. A poll takes news of orders with it, for nobody else to have; bars leaves it.</param>
/// <param name="Bars">For a poll and for bars: how many bars the desk has had.</param>
internal sealed record PaperRequest(string Ask, long Bars, PaperCall? Call, DateTimeOffset? Since);

/// <summary>What the exchange answers: the fields that the question asks for.</summary>
internal sealed record PaperReply
{
    public BrokerOutcome Outcome { get; init; }
    public string Code { get; init; } = "";
    public string Reason { get; init; } = "";
    public BrokerOrder? Order { get; init; }
    public BrokerOrder[]? Orders { get; init; }
    public BrokerPosition[]? Positions { get; init; }
    public BrokerAccount? Account { get; init; }
    public BrokerUpdate[]? Updates { get; init; }
    public PaperBar[]? Bars { get; init; }
    public PaperSeries[]? Watched { get; init; }
    public DateTimeOffset Now { get; init; }
    public double Speed { get; init; }
    public bool HasEnded { get; init; }
}

internal sealed record PaperBar(Symbol Symbol, Bar Bar);

internal sealed record PaperSeries(Symbol Symbol, BarPeriod Period);
