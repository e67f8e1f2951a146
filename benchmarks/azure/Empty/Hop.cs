using System.Text.Json;
using StackExchange.Redis;

namespace EmptyFunctions;

/// <summary>Says a word for a symbol in an inbox, and to whoever watches, as an agent of the desk does.</summary>
public sealed class Hop(IConnectionMultiplexer redis)
{
    public const string Prefix = "empty:";

    public async Task SayAsync(string inbox, string word, string symbol)
    {
        var transaction = redis.GetDatabase().CreateTransaction();
        _ = transaction.StreamAddAsync($"{Prefix}inbox:{inbox}", [new NameValueEntry("word", word), new NameValueEntry("symbol", symbol)]);
        _ = transaction.PublishAsync(RedisChannel.Literal($"{Prefix}event:{word}"), symbol);
        await transaction.ExecuteAsync();
    }

    /// <summary>What an entry of a trigger says: <c>{"Id":"1795-0","Values":{"word":"bars","symbol":"A"}}</c>.</summary>
    public static (string Word, string Symbol) Read(string entry)
    {
        using var json = JsonDocument.Parse(entry);
        var values = json.RootElement.GetProperty("Values");
        return (values.GetProperty("word").GetString()!, values.GetProperty("symbol").GetString()!);
    }
}
