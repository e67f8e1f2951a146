using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents.Ports;
using Trading.Runtime.Brokers;
using Trading.Runtime.Tests.Redis;
using TradingFunctions.Brokers;

namespace TradingFunctions.Tests.Brokers;

public sealed class ListenToBrokerTests : IDeskAccount, IOrderNews
{
    private readonly FakeTimeProvider _clock = new();
    private readonly AccountCheck _check = new();
    private readonly DeskClient _clients = new();
    private readonly Queue<object?> _problems = [];
    private readonly Queue<Exception?> _streams = [];
    private int _asked;
    private int _listened;

    IBroker IDeskAccount.Broker => throw new NotSupportedException();

    IMarketDataSource IDeskAccount.MarketData => throw new NotSupportedException();

    [Fact]
    public async Task Nothing_is_asked_before_a_function_has_run_and_nothing_is_opened_before_the_account_was_seen()
    {
        using var listening = Listening();
        await listening.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, _asked);
        Assert.NotNull(_check.Problem);

        _clients.Use(new NoDurableClient());
        await listening.ExecuteTask!;

        Assert.Null(_check.Problem);
        Assert.Equal((1, 1), (_asked, _listened));
    }

    [Fact]
    public async Task An_account_of_the_wrong_kind_keeps_the_desk_closed_and_is_asked_for_again()
    {
        _problems.Enqueue("the account is a paper account");
        _clients.Use(new NoDurableClient());
        using var listening = Listening();
        await listening.StartAsync(TestContext.Current.CancellationToken);

        await Until.TrueAsync(() => Task.FromResult(_check.Problem), problem => problem == "the account is a paper account");
        Assert.Equal(0, _listened);
        await ToItsEndAsync(listening);

        Assert.Null(_check.Problem);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task A_broker_that_does_not_answer_is_asked_again()
    {
        _problems.Enqueue(new IOException("away"));
        _clients.Use(new NoDurableClient());
        using var listening = Listening();
        await listening.StartAsync(TestContext.Current.CancellationToken);

        await ToItsEndAsync(listening);

        Assert.Equal((2, 1), (_asked, _listened));
    }

    [Fact]
    public async Task A_stream_that_fails_is_begun_again()
    {
        _streams.Enqueue(new IOException("the connection was reset"));
        _clients.Use(new NoDurableClient());
        using var listening = Listening();
        await listening.StartAsync(TestContext.Current.CancellationToken);

        await ToItsEndAsync(listening);

        Assert.Equal(2, _listened);
    }

    ValueTask<string?> IDeskAccount.ProblemAsync(CancellationToken cancellation)
    {
        _asked++;
        return !_problems.TryDequeue(out var problem) ? new(default(string)) : problem is Exception fault ? throw fault : new((string?)problem);
    }

    Task IDeskAccount.ListenAsync(IOrderNews news, CancellationToken cancellation)
    {
        _listened++;
        return _streams.TryDequeue(out var fault) && fault is not null ? Task.FromException(fault) : Task.CompletedTask;
    }

    ValueTask<BrokerAnswer<bool>> IDeskAccount.RefreshLoginAsync(CancellationToken cancellation) => throw new NotSupportedException();

    ValueTask IOrderNews.HeardAsync(BrokerUpdate update, CancellationToken cancellation) => throw new NotSupportedException();

    ValueTask IOrderNews.SweepAsync(DateTimeOffset since, CancellationToken cancellation) => throw new NotSupportedException();

    private ListenToBroker Listening() => new(this, this, _check, _clients, _clock, NullLogger<ListenToBroker>.Instance);

    private Task ToItsEndAsync(ListenToBroker listening) => Until.TrueAsync(() =>
    {
        _clock.Advance(TimeSpan.FromSeconds(5));
        return Task.FromResult(listening.ExecuteTask!.IsCompletedSuccessfully);
    });
}
