using Microsoft.Extensions.Configuration;
using TradingFunctions.Identity;

namespace TradingFunctions.Tests.Identity;

public sealed class RedisAddressTests
{
    private static readonly (string, string) Host = ("Redis:redisHostName", "desk.redis.azure.net:10000,ssl=true");
    private static readonly (string, string) Principal = ("Redis:principalId", "an object id");
    private static readonly (string, string) Text = ("Redis", "127.0.0.1:6379");

    [Fact]
    public void A_connection_string_says_all_by_itself() => Assert.Equal(new RedisAddress("127.0.0.1:6379", null), Read(Text));

    [Fact]
    public void A_host_and_an_identity_are_the_settings_of_the_triggers() =>
        Assert.Equal(new RedisAddress("desk.redis.azure.net:10000,ssl=true", "an object id"), Read(Host, Principal));

    [Fact]
    public void What_is_missing_or_said_twice_is_named()
    {
        Assert.Contains("'Redis' is missing", Refusal(), StringComparison.Ordinal);
        Assert.Contains("Redis__principalId", Refusal(Host), StringComparison.Ordinal);
        Assert.Contains("both set", Refusal(Text, Host, Principal), StringComparison.Ordinal);
    }

    private static string Refusal(params (string, string)[] settings) => Assert.Throws<InvalidOperationException>(() => Read(settings)).Message;

    private static RedisAddress Read(params (string Name, string Value)[] settings) => RedisAddress.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => new KeyValuePair<string, string?>(one.Name, one.Value))).Build());
}
