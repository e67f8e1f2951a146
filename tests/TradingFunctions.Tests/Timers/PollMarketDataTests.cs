using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents;
using Trading.Agents.Ports;
using Trading.MarketData;
using Trading.Messages;
using Trading.Runtime.Delivery;
using TradingFunctions.Delivery;
using TradingFunctions.Tests.Lifecycles;
using TradingFunctions.Timers;

namespace TradingFunctions.Tests.Timers;

public sealed class PollMarketDataTests : IMarketDataSource
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 8, 21, 14, 0, 0, TimeSpan.Zero));
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _asked = [];
    private readonly StepsInMemory _store = new();
    private ImmutableArray<Bar> _bars = [];
    private bool _isAway;

    [Fact]
    public async Task A_poll_begins_where_the_last_one_that_succeeded_ended_though_each_run_is_a_new_instance()
    {
        await using var services = Services();
        var began = _clock.GetUtcNow();

        await PollAsync(services);
        _clock.Advance(TimeSpan.FromSeconds(5));
        _isAway = true;
        await Assert.ThrowsAsync<IOException>(() => PollAsync(services));
        _clock.Advance(TimeSpan.FromMinutes(4));
        _isAway = false;
        await PollAsync(services);

        Assert.Equal([began.AddMinutes(-2), began, began], _asked.Select(asked => asked.From + PolledBars.Late));
    }

    [Fact]
    public async Task A_bar_that_comes_some_seconds_after_it_ended_is_told_and_told_once()
    {
        await using var services = Services();
        await PollAsync(services);
        var price = Price.Parse("100");
        _bars = [new Bar(_clock.GetUtcNow().AddMinutes(-1), _clock.GetUtcNow(), price, price, price, price, 100)];

        for (var i = 0; i < 3; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            await PollAsync(services);
        }

        Assert.Equal(_bars, _store.Said.Values.Select(message => message.Data).OfType<BarsReceived>().Single().Bars);
    }

    [Fact]
    public async Task A_run_that_is_past_due_polls_nothing()
    {
        await using var services = Services();

        await PollAsync(services, isPastDue: true);

        Assert.Empty(_asked);
    }

    ValueTask<Quote?> IMarketDataSource.QuoteAsync(Symbol symbol, CancellationToken cancellation) => new(default(Quote));

    ValueTask<ImmutableArray<Bar>> IMarketDataSource.BarsAsync(Symbol symbol, BarPeriod period, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        _asked.Add((from, to));
        return _isAway ? throw new IOException("the feed is away") : new(_bars);
    }

    /// <summary>The services as the app has them, but for the feed, the store and the clock.</summary>
    private ServiceProvider Services()
    {
        var services = new ServiceCollection().AddDesk(Desks.Paper);
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton(all => new DeskAgents([new(DeskAgents.PollsName, new AgentCopies(
            () => new AgentRunner(
                _ => new MarketDataAgent(new PolledBars(this, all.GetRequiredService<PollMark>()), new NyseCalendar(), [(new Symbol("AAPL"), BarPeriod.Minute)]), _store, _store, new RedeliveryPolicy(), _clock, NullLogger<AgentRunner>.Instance),
            1))]));
        return services.BuildServiceProvider();
    }

    private static Task PollAsync(IServiceProvider services, bool isPastDue = false) =>
        ActivatorUtilities.CreateInstance<PollMarketData>(services).RunAsync(new TimerInfo { IsPastDue = isPastDue }, null!, TestContext.Current.CancellationToken);
}
