using System.Security.Cryptography;
using System.Text;
using Trading.Agents.Ports;
using Trading.Runtime.Brokers.Schwab.Tokens;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Brokers.Schwab.Login;

/// <summary>One login of a person by OAuth's authorisation-code flow (RFC 6749, section 4.1): open the URL, come back with the redirect, store the tokens.</summary>
/// <remarks>
/// The redirect must carry the state that this login began with, so that nobody can slip in a code of his own (RFC 6749, section
/// 10.12). The code is good for some thirty seconds and once.
/// </remarks>
public sealed class SchwabLogin
{
    private readonly SchwabOptions _options;
    private readonly SchwabTokenEndpoint _endpoint;
    private readonly ITokenStore _store;
    private readonly string _state;

    internal SchwabLogin(SchwabOptions options, SchwabTokenEndpoint endpoint, ITokenStore store, string? state = null)
    {
        (_options, _endpoint, _store) = (options, endpoint, store);
        _state = state ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>What the person opens in a browser.</summary>
    public Uri AuthorizeUrl => new(
        _options.Address,
        $"/v1/oauth/authorize?response_type=code&client_id={Uri.EscapeDataString(_options.AppKey.Reveal())}&redirect_uri={Uri.EscapeDataString(_options.Callback.OriginalString)}&state={_state}");

    /// <summary>Whether an address is where the redirect leads to, whatever it carries.</summary>
    public bool IsRedirect(Uri address) => address.Host == _options.Callback.Host && address.Port == _options.Callback.Port && address.AbsolutePath == _options.Callback.AbsolutePath;

    /// <summary>Ends the login with the address that the browser was sent to. The tokens are stored.</summary>
    /// <exception cref="TokenStoreException">The tokens cannot be stored.</exception>
    public async ValueTask<BrokerAnswer<SchwabToken>> CompleteAsync(Uri redirect, CancellationToken cancellation)
    {
        if (!IsRedirect(redirect)) return Wrong($"the address begins with {redirect.GetLeftPart(UriPartial.Path)}, not with {_options.Callback}");
        var fields = Query(redirect.Query);
        if (!fields.TryGetValue("state", out var state) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(_state)))
            return Wrong("the address belongs to another login, or was made by somebody else; begin again");
        if (fields.TryGetValue("error", out var error)) return Wrong($"Schwab did not let you in: {error} {fields.GetValueOrDefault("error_description")}".TrimEnd());
        if (!fields.TryGetValue("code", out var code) || code.Length == 0) return Wrong("the address carries no code; copy all of it");
        await using var others = await _store.LockAsync(cancellation);
        var result = await _endpoint.ExchangeAsync(new Secret(code), cancellation);
        if (result.Answer is { IsDone: true, Value: { } token }) await _store.SaveAsync(token, cancellation);
        return result.Answer;
    }

    private static BrokerAnswer<SchwabToken> Wrong(string reason) => BrokerAnswers.Refused<SchwabToken>("SCHWAB_LOGIN", reason);

    private static Dictionary<string, string> Query(string query)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0) fields[Uri.UnescapeDataString(part[..at])] = Uri.UnescapeDataString(part[(at + 1)..].Replace('+', ' '));
        }
        return fields;
    }
}
