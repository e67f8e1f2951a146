using Microsoft.Extensions.DependencyInjection;
using Trading.Agents.Ports;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Runtime.Brokers.Schwab.Login;
using Trading.Runtime.Brokers.Schwab.Orders;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Brokers.Schwab.Wire;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab;

/// <summary>Everything that speaks to one account at Schwab, put together.</summary>
public sealed class SchwabConnection : IBrokerConnection
{
    /// <summary>What a person does who reads of a refusal.</summary>
    internal const string Advice = "docs/schwab.md tells what to do about it.";

    private readonly SchwabOptions _options;
    private readonly SchwabTokenEndpoint _endpoint;
    private readonly SchwabTokens _tokens;
    private readonly ITokenStore _store;
    private ServiceProvider? _http;

    /// <param name="clients">The factory with the client of <see cref="AddHttp"/>.</param>
    /// <param name="state">Where what was sent is journalled: durable where orders are real.</param>
    /// <exception cref="ArgumentException">The options are not sound.</exception>
    public SchwabConnection(
        SchwabOptions options, IHttpClientFactory clients, ITokenStore store, IStateStore state, IBreakers breakers, IRateLimits limits, IBrokerAlarms alarms,
        IMarketCalendar calendar, TimeProvider clock)
    {
        if (options.Problem() is { } problem) throw new ArgumentException($"Schwab account '{options.Account}': {problem}.", nameof(options));
        _options = options;
        _store = store;
        var pipelines = new BrokerPipelines(BrokerKind.Schwab, BreakerNames.Schwab, options.Account, options.Policies, breakers, limits, Redactor, clock);
        var http = new SchwabHttp(clients, options.Policies, clock);
        _endpoint = new SchwabTokenEndpoint(options, http, pipelines, clock);
        _tokens = new SchwabTokens(options, store, _endpoint, alarms, clock);
        var client = new SchwabClient(http, pipelines, _tokens, alarms, clock);
        var accounts = new SchwabAccounts(options, client);
        var book = new SchwabOrderBook(options, client, accounts, new SchwabOrderLinks(state, options.Account), alarms, clock);
        Broker = new SchwabBroker(options, client, accounts, book, clock);
        MarketData = new SchwabMarketData(options, client, calendar, clock);
    }

    public SchwabBroker Broker { get; }

    public SchwabMarketData MarketData { get; }

    /// <summary>A connection with an HTTP client of its own, for a process that has no services.</summary>
    /// <exception cref="ArgumentException">The options are not sound.</exception>
    public static SchwabConnection Open(
        SchwabOptions options, ITokenStore store, IStateStore state, IBreakers breakers, IRateLimits limits, IBrokerAlarms alarms, IMarketCalendar calendar, TimeProvider clock)
    {
        if (options.Problem() is { } problem) throw new ArgumentException($"Schwab account '{options.Account}': {problem}.", nameof(options));
        var services = AddHttp(new ServiceCollection(), options.Address).BuildServiceProvider();
        return new SchwabConnection(options, services.GetRequiredService<IHttpClientFactory>(), store, state, breakers, limits, alarms, calendar, clock) { _http = services };
    }

    IBroker IBrokerConnection.Broker => Broker;

    IMarketDataSource IBrokerConnection.MarketData => MarketData;

    public IBarHistory History => MarketData;

    public bool HasStream => false;

    /// <summary>Knows the keys and tokens of this connection; a host may clean with it what it prints.</summary>
    public SecretRedactor Redactor { get; } = new();

    /// <summary>Begins a login of a person.</summary>
    public SchwabLogin BeginLogin() => new(_options, _endpoint, _store);

    /// <inheritdoc/>
    /// <remarks>Schwab has live accounts alone, so that the kind is not in question.</remarks>
    public async ValueTask<AccountProblem?> ProblemAsync(CancellationToken cancellation) =>
        await Broker.AccountAsync(cancellation) is { IsDone: false } answer ? AccountProblem.Unread(_options.Account, answer, Advice) : null;

    public Task ListenAsync(IOrderNews news, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Has the access token refreshed if it is due, so that no order waits for it. For a host's timer.</summary>
    public async ValueTask<BrokerAnswer<bool>> RefreshLoginAsync(CancellationToken cancellation)
    {
        var token = await _tokens.GetAsync(cancellation);
        return token.IsDone ? BrokerAnswers.Done(true) : BrokerAnswers.Failed<bool>(token.Outcome, token.Code, token.Reason, token.RetryAt);
    }

    /// <summary>Adds the HTTP client that the connection uses: no redirects, no time-out but the pipelines', and no logs of requests.</summary>
    public static IServiceCollection AddHttp(IServiceCollection services, Uri address)
    {
        services.AddHttpClient(SchwabHttp.ClientName, client =>
            {
                client.BaseAddress = address;
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("trading/1.0");
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ActivityHeadersPropagator = null, // the path of a request names the account, and would stand in a trace
            })
            .RemoveAllLoggers();
        return services;
    }

    public void Dispose()
    {
        _tokens.Dispose();
        _http?.Dispose();
    }
}
