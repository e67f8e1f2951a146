using System.Net;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Resilience;

public class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = Calls.Nine;

    [Theory]
    [InlineData("Retry-After", "30", 30)]
    [InlineData("Retry-After", "Fri, 21 Aug 2026 13:00:45 GMT", 45)]
    [InlineData("X-RateLimit-Reset", "1787317260", 60)]
    [InlineData("X-RateLimit-Reset", "1887317260", 900)]
    public void The_time_of_the_reset_is_read(string name, string value, int seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), Read((name, value)).ResetAt);

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("99999999999999999999")]
    [InlineData("")]
    public void Nonsense_is_not_obeyed(string value) => Assert.Null(Read(("X-RateLimit-Reset", value)).ResetAt);

    [Fact]
    public void A_limit_is_used_up_when_nothing_remains_until_a_reset()
    {
        Assert.True(Read(("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1787317260")).IsUsedUp);
        Assert.False(Read(("X-RateLimit-Remaining", "1"), ("X-RateLimit-Reset", "1787317260")).IsUsedUp);
        Assert.False(Read(("X-RateLimit-Remaining", "0")).IsUsedUp);
        Assert.False(Read().IsUsedUp);
    }

    private static RateLimitHeaders Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        foreach (var (name, value) in headers) response.Headers.TryAddWithoutValidation(name, value);
        return RateLimitHeaders.Read(response.Headers, Now);
    }
}
