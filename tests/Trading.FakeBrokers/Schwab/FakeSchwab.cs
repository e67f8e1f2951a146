using Microsoft.AspNetCore.Builder;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Hosting;

namespace Trading.FakeBrokers.Schwab;

/// <summary>Schwab's OAuth, Trader API and market data API, for one account.</summary>
/// <remarks>
/// True to the wire: paths, names, empty answers with a <c>Location</c> header, trees of orders, replacements as orders of their own,
/// tokens that run out, and errors in their three shapes. Nobody outside knows for sure when Schwab brings attached orders to
/// life; here it is with the first share that fills, as at the simulated exchange.
/// </remarks>
public sealed class FakeSchwab : IFakeBroker
{
    private readonly SchwabTokenIssuer _tokens;
    private readonly SchwabGateway _gateway;
    private readonly SchwabTrading _trading;
    private readonly SchwabData _data;

    public FakeSchwab(FakeMarket market, FakeAccount account, FakeSchwabOptions? options = null)
    {
        Account = account;
        Time = market.Time;
        Options = options ?? new FakeSchwabOptions();
        _tokens = new SchwabTokenIssuer(market.Time);
        _gateway = new SchwabGateway(market, Options, _tokens);
        _trading = new SchwabTrading(market, account, Options, _gateway);
        _data = new SchwabData(market, _gateway);
    }

    public string Name => "schwab";

    public TimeProvider Time { get; }

    public FakeAccount Account { get; }

    public FakeSchwabOptions Options { get; }

    /// <summary>How often a token was refreshed.</summary>
    public int Refreshes => _tokens.Refreshes;

    /// <summary>Logs the person in without a browser.</summary>
    public (string Access, string Refresh) LogIn() => _tokens.LogIn();

    /// <summary>A code as the browser brings it back.</summary>
    public string MakeCode() => _tokens.MakeCode();

    /// <summary>Makes every login void.</summary>
    public void Revoke() => _tokens.Revoke();

    public void Map(WebApplication app)
    {
        app.MapPost("/v1/oauth/token", _gateway.TokenAsync).Named("token");
        _trading.Map(app);
        _data.Map(app);
    }
}
