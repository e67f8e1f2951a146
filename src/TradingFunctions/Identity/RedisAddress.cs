using Microsoft.Extensions.Configuration;

namespace TradingFunctions.Identity;

/// <summary>Where Redis is, and who the app is there: what the settings that begin with <c>Redis</c> say to the app and to its triggers.</summary>
/// <param name="Options">Host, port and options, as StackExchange.Redis reads them.</param>
/// <param name="PrincipalId">The object id of the identity the app logs in as; null where the options say all.</param>
public sealed record RedisAddress(string Options, string? PrincipalId)
{
    private const string Name = "Redis";

    /// <summary>
    /// A connection string in <c>Redis</c>, or <c>Redis__redisHostName</c> with <c>Redis__principalId</c>, as the triggers take them:
    /// https://learn.microsoft.com/azure/azure-functions/functions-bindings-cache#redis-connection-string.
    /// </summary>
    /// <exception cref="InvalidOperationException">Neither is there, or both, or the identity is missing.</exception>
    public static RedisAddress Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Name);
        var (text, host, principal) = (section.Value, section["redisHostName"], section["principalId"]);
        return (string.IsNullOrEmpty(text), string.IsNullOrEmpty(host)) switch
        {
            (true, true) => throw new InvalidOperationException($"The app setting '{Name}' is missing: a connection string, or {Name}__redisHostName and {Name}__principalId. See local.settings.json for every setting."),
            (false, false) => throw new InvalidOperationException($"'{Name}' and '{Name}__redisHostName' are both set, and the triggers refuse that. Keep one of them."),
            (false, _) => new RedisAddress(text!, null),
            _ when string.IsNullOrEmpty(principal) => throw new InvalidOperationException($"'{Name}__redisHostName' is set and '{Name}__principalId' is not: the object id of the identity that Redis lets in."),
            _ => new RedisAddress(host!, principal),
        };
    }
}
