using StackExchange.Redis;

namespace Trading.Benchmarks.Azure;

/// <summary>The same hops with nothing decided at any of them: benchmarks/azure/Empty.</summary>
internal sealed class EmptyApp : MeasuredApp
{
    /// <summary>A symbol that goes by fewer hops than the desk takes.</summary>
    public static string ByFewHops(int number) => $"F{number}";

    protected override IReadOnlyList<string> Events { get; } = ["bars", "signaled", "review", "approved", "placed", "submit", "sent"];

    protected override string Project => "EmptyFunctions";

    protected override void Add(Dictionary<string, string> settings)
    {
    }

    protected override Task PrepareAsync() => Task.CompletedTask;

    protected override async Task BringBarsAsync(string symbol) =>
        await Redis.GetDatabase().StreamAddAsync("empty:inbox:marketdata", [new NameValueEntry("word", "wanted"), new NameValueEntry("symbol", symbol)]);

    protected override string ChannelOf(string name) => $"empty:event:{name}";

    protected override string SymbolOf(string said) => said;
}
