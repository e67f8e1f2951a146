using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Core;
using Azure.Identity;
using StackExchange.Redis;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Redis;
using Trading.Runtime.Resilience;

namespace TradingFunctions.Brokers;

/// <summary>The login at Schwab as a secret of a key vault, reached by the app's managed identity. One instance at a time renews it.</summary>
/// <remarks>
/// The secret's value is what <c>trading login schwab</c> writes to its file. The identity needs to read and to set it. The lock is a key in
/// Redis that ends by itself.
/// </remarks>
/// <param name="secret">Where the secret is, such as <c>https://desk.vault.azure.net/secrets/schwab-login</c>.</param>
public sealed class KeyVaultTokenStore(HttpClient http, Uri secret, TokenCredential credential, IConnectionMultiplexer redis, RedisKeys keys, TimeProvider clock) : ITokenStore
{
    private const string Version = "?api-version=7.4";
    private static readonly TimeSpan LockedFor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    /// <summary>Of the cloud the vault is in, such as <c>https://vault.azure.net/.default</c>.</summary>
    private readonly string _scope = $"https://{string.Join('.', secret.Host.Split('.').Skip(1))}/.default";

    public async ValueTask<SchwabToken?> LoadAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Get, null, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound) return null;
        Check(answer, "read");
        try
        {
            var value = (await answer.Content.ReadFromJsonAsync<VaultSecret>(cancellation))?.Value;
            return value is not null && JsonSerializer.Deserialize<Login>(value, JsonSerializerOptions.Web) is { AccessToken: { Length: > 0 } access, RefreshToken: { Length: > 0 } refresh } login
                ? new SchwabToken(new Secret(access), login.AccessExpiresAt, new Secret(refresh), login.LoggedInAt)
                : throw Unreadable();
        }
        catch (JsonException)
        {
            throw Unreadable(); // the parser quotes what it could not read
        }
    }

    public async ValueTask SaveAsync(SchwabToken token, CancellationToken cancellation)
    {
        var login = new Login(token.Access.Reveal(), token.AccessExpiresAt, token.Refresh.Reveal(), token.LoggedInAt);
        using var answer = await SendAsync(HttpMethod.Put, new VaultSecret(JsonSerializer.Serialize(login, JsonSerializerOptions.Web)), cancellation);
        Check(answer, "set");
    }

    public async ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellation)
    {
        var (database, key, holder) = (redis.GetDatabase(), (RedisKey)(keys.Prefix + "schwab-login-lock"), (RedisValue)Guid.NewGuid().ToString("N"));
        var latest = clock.GetUtcNow() + LockedFor + LockedFor;
        while (true)
        {
            try
            {
                if (await database.LockTakeAsync(key, holder, LockedFor)) return new Held(database, key, holder);
            }
            catch (Exception away) when (away is RedisException or TimeoutException)
            {
                throw new TokenStoreException($"The lock of the login cannot be taken: Redis does not answer ({away.Message}).", away);
            }
            if (clock.GetUtcNow() > latest) throw new TokenStoreException("The lock of the login was held by others for too long. The next refresh tries again.");
            await Task.Delay(BetweenTries, clock, cancellation);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, VaultSecret? content, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, secret + Version);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await IdentityAsync(cancellation));
            if (content is not null) request.Content = JsonContent.Create(content);
            return await http.SendAsync(request, cancellation);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new TokenStoreException($"{secret} does not answer: {away.Message}", away);
        }
    }

    /// <summary>A token of the app's identity for the vault; the credential keeps it while it is good.</summary>
    private async ValueTask<string> IdentityAsync(CancellationToken cancellation)
    {
        try
        {
            return (await credential.GetTokenAsync(new TokenRequestContext([_scope]), cancellation)).Token;
        }
        catch (AuthenticationFailedException refused)
        {
            throw new TokenStoreException($"The app's identity was given no token for {_scope}. Give the app an identity, or leave SchwabLoginSecret empty to keep the login in a file.", refused);
        }
    }

    private void Check(HttpResponseMessage answer, string operation)
    {
        if (!answer.IsSuccessStatusCode)
            throw new TokenStoreException($"{secret} cannot be {operation}: {(int)answer.StatusCode}. The app's identity needs the role Key Vault Secrets Officer on it.");
    }

    private TokenStoreException Unreadable() =>
        new($"The login in {secret} cannot be read. Log in with trading login schwab and set the secret from its file; docs/azure.md tells how.");

    private sealed record VaultSecret([property: JsonPropertyName("value")] string? Value);

    private sealed record Login(string? AccessToken, DateTimeOffset AccessExpiresAt, string? RefreshToken, DateTimeOffset LoggedInAt);

    private sealed class Held(IDatabase database, RedisKey key, RedisValue holder) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await database.LockReleaseAsync(key, holder);
            }
            catch (Exception away) when (away is RedisException or TimeoutException)
            {
                // it ends by itself
            }
        }
    }
}
