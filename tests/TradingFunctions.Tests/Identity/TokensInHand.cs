using Azure.Core;

namespace TradingFunctions.Tests.Identity;

/// <summary>A credential that gives the token it was handed last, or the fault.</summary>
internal sealed class TokensInHand(AccessToken first) : TokenCredential
{
    private int _asked;

    public AccessToken Token { get; set; } = first;

    public Exception? Fault { get; set; }

    public int Asked => _asked;

    public List<string> Scopes { get; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        lock (Scopes) Scopes.AddRange(requestContext.Scopes);
        Interlocked.Increment(ref _asked);
        return Fault is null ? Token : throw Fault;
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
}
