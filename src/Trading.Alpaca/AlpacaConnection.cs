using Alpaca.Markets;
using Alpaca.Markets.Extensions;
using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.Alpaca.Data;
using Trading.Alpaca.Orders;
using Trading.Alpaca.Streaming;
using Trading.Alpaca.Wire;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers;
using Trading.Runtime.Resilience;

namespace Trading.Alpaca;

/// <summary>All that a desk needs of one Alpaca account: the broker, market data, and the stream of order updates.</summary>
/// <remarks>
/// <code>
/// using var alpaca = AlpacaConnection.Open(settings, breakers, limits, alarms, calendar, clock, log);
/// await alpaca.Broker.AssertKindAsync(cancellation);
/// await alpaca.Updates.RunAsync(news, cancellation);
/// </code>
/// </remarks>
public sealed class AlpacaConnection : IBrokerConnection
{
    private AlpacaConnection(AlpacaSettings settings, AlpacaBroker broker, AlpacaMarketData marketData, TradeUpdateStream updates)
    {
        Settings = settings;
        Broker = broker;
        MarketData = marketData;
        Updates = updates;
    }

    public AlpacaSettings Settings { get; }

    public AlpacaBroker Broker { get; }

    public AlpacaMarketData MarketData { get; }

    public TradeUpdateStream Updates { get; }

    IBroker IBrokerConnection.Broker => Broker;

    IMarketDataSource IBrokerConnection.MarketData => MarketData;

    public IBarHistory History => MarketData;

    public bool HasStream => true;

    /// <summary>Makes the clients; nothing is sent yet.</summary>
    public static AlpacaConnection Open(
        AlpacaSettings settings, IBreakers breakers, IRateLimits limits, IBrokerAlarms alarms, IMarketCalendar calendar, TimeProvider clock, ILogger log)
    {
        var redactor = new SecretRedactor();
        redactor.LearnForGood(settings.Keys.KeyId, settings.Keys.SecretKey);
        var pipelines = new BrokerPipelines(BrokerKind.Alpaca, settings.Breaker, settings.Account, settings.Calls, breakers, limits, redactor, clock);
        var calls = new AlpacaCalls(pipelines, alarms, settings.IsLive);
        var words = new UnknownWords();
        var names = new LegNames();
        var trading = new AlpacaTradingClientConfiguration { ApiEndpoint = settings.TradingUrl, SecurityId = settings.SecretKey, HttpClient = AlpacaWire.Client(words, clock) }.GetClient();
        var data = new AlpacaDataClientConfiguration { ApiEndpoint = settings.DataUrl, SecurityId = settings.SecretKey, HttpClient = AlpacaWire.Client(words, clock) }.GetClient();
        var orders = new OrderReader(trading, calls, names, words);
        var reader = new UpdateReader(orders, names, words, settings.Account, log);
        return new AlpacaConnection(
            settings, new AlpacaBroker(settings, trading, calls, orders, names), new AlpacaMarketData(data, calls, calendar, settings.Feed),
            new TradeUpdateStream(settings, reader, words, clock, log));
    }

    public ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation) => Broker.ProblemAsync(cancellation);

    public Task ListenAsync(IOrderNews news, CancellationToken cancellation) => Updates.RunAsync(news, cancellation);

    /// <inheritdoc/>
    /// <remarks>Keys do not run out.</remarks>
    public ValueTask<BrokerAnswer<bool>> RefreshLoginAsync(CancellationToken cancellation) => new(BrokerAnswers.Done(true));

    public void Dispose()
    {
        Broker.Dispose();
        MarketData.Dispose();
    }
}
