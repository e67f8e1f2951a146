using Trading.Agents.Ports;
using Trading.Runtime.State;

namespace Trading.Runtime.Tests.State;

public class InMemoryStateStoreTests
{
    private static readonly StateKey Mine = new("portfolio", "paper");
    private static readonly StateKey Other = new("portfolio", "live");

    private readonly InMemoryStateStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_never_saved_has_version_zero() =>
        Assert.Equal(new Versioned<string>(null, 0), await _store.LoadAsync<string>(Mine, Cancellation));

    [Fact]
    public async Task Each_save_makes_the_next_version()
    {
        Assert.True(await _store.TrySaveAsync(Mine, "one", 0, Cancellation));
        Assert.Equal(new Versioned<string>("one", 1), await _store.LoadAsync<string>(Mine, Cancellation));
        Assert.True(await _store.TrySaveAsync(Mine, "two", 1, Cancellation));
        Assert.Equal(new Versioned<string>("two", 2), await _store.LoadAsync<string>(Mine, Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_save_on_another_version_changes_nothing(long expected)
    {
        await _store.TrySaveAsync(Mine, "one", 0, Cancellation);
        Assert.False(await _store.TrySaveAsync(Mine, "other", expected, Cancellation));
        Assert.Equal(new Versioned<string>("one", 1), await _store.LoadAsync<string>(Mine, Cancellation));
    }

    [Fact]
    public async Task A_refused_first_save_leaves_nothing_behind()
    {
        Assert.False(await _store.TrySaveAsync(Mine, "one", 5, Cancellation));
        Assert.Equal(new Versioned<string>(null, 0), await _store.LoadAsync<string>(Mine, Cancellation));
        Assert.True(await _store.TrySaveAsync(Mine, "one", 0, Cancellation));
    }

    [Fact]
    public async Task Keys_are_kept_apart()
    {
        await _store.TrySaveAsync(Mine, "mine", 0, Cancellation);
        Assert.Equal(0, (await _store.LoadAsync<string>(Other, Cancellation)).Version);
        Assert.Equal(0, (await _store.LoadAsync<string>(new StateKey("book", "paper"), Cancellation)).Version);
    }

    [Fact]
    public async Task Who_count_together_lose_no_count()
    {
        const int each = 20_000;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(CountAsync, Cancellation)));
        var (value, version) = await _store.LoadAsync<string>(Mine, Cancellation);
        Assert.Equal(("80000", 4L * each), (value, version));

        async Task CountAsync()
        {
            for (var saved = 0; saved < each;)
            {
                var (value, version) = await _store.LoadAsync<string>(Mine, Cancellation);
                if (await _store.TrySaveAsync(Mine, $"{int.Parse(value ?? "0") + 1}", version, Cancellation)) saved++;
            }
        }
    }

    [Fact]
    public async Task Of_many_who_decide_on_one_version_one_saves()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(async () => await _store.TrySaveAsync(Mine, $"{i}", 0, Cancellation), Cancellation)));
        Assert.Single(saved, won => won);
    }

    [Fact]
    public async Task Deciding_again_after_a_conflict_loses_no_change()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 250; i++)
                {
                    Versioned<int[]> loaded;
                    do loaded = await _store.LoadAsync<int[]>(Mine, Cancellation);
                    while (!await _store.TrySaveAsync<int[]>(Mine, [(loaded.Value?[0] ?? 0) + 1], loaded.Version, Cancellation));
                }
            },
            Cancellation)));
        Assert.Equal(1000, (await _store.LoadAsync<int[]>(Mine, Cancellation)).Value![0]);
    }
}
