using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Books;
using Trading.FakeBrokers.Hosting;

namespace Trading.FakeBrokers.Alpaca;

/// <summary>Alpaca's trading API v2, market data API v2 and trade-update stream.</summary>
public sealed class FakeAlpaca(FakeMarket market) : IFakeBroker
{
    public string Name => "alpaca";

    public void Map(WebApplication app) =>
        app.MapGet("/v2/clock", context => context.Response.WriteAsJsonAsync(new { timestamp = market.Now })).Named("clock");
}
