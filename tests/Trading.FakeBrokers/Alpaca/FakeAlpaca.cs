using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Faults;
using Trading.FakeBrokers.Hosting;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>Alpaca's trading API v2, market data API v2 and trade-update stream, for one account.</summary>
/// <remarks>
/// True to the wire: paths, names, decimals as strings, error codes, rate-limit headers, binary frames, and ids of its own for
/// attached orders. Other than at Alpaca, attached orders come alive with the first share that fills, as at the simulated exchange.
/// </remarks>
public sealed class FakeAlpaca : IFakeBroker
{
    private readonly AlpacaTrading _trading;
    private readonly AlpacaData _data;
    private readonly AlpacaStream _stream;
    private FaultScript _faults = new();

    public FakeAlpaca(FakeMarket market, FakeAccount account, AlpacaOptions? options = null)
    {
        Account = account;
        Time = market.Time;
        Options = options ?? new AlpacaOptions();
        var gateway = new AlpacaGateway(market, Options);
        _trading = new AlpacaTrading(market, account, gateway);
        _data = new AlpacaData(market, gateway);
        _stream = new AlpacaStream(market, account, gateway, () => _faults);
    }

    public string Name => "alpaca";

    public TimeProvider Time { get; }

    public FakeAccount Account { get; }

    public AlpacaOptions Options { get; }

    /// <summary>How many clients listen to the trade updates.</summary>
    public int Listeners => _stream.Listeners;

    /// <summary>Done as soon as a client listens to the trade updates.</summary>
    public Task ListenedToAsync() => _stream.ListenedToAsync();

    public void Map(WebApplication app)
    {
        _faults = app.Services.GetService<FaultScript>() ?? _faults;
        _trading.Map(app);
        _data.Map(app);
        _stream.Map(app);
    }
}
