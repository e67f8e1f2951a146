using Trading.Runtime.Resilience;

namespace Trading.Alpaca;

/// <summary>The key and the secret of one account.</summary>
/// <remarks>They come from environment variables or user secrets alone, never from the configuration file.</remarks>
public sealed record AlpacaKeys(Secret KeyId, Secret SecretKey)
{
    /// <summary>The environment variables that hold the keys of an account of a kind.</summary>
    public static (string KeyId, string SecretKey) Variables(bool isLive) =>
        isLive ? ("ALPACA_LIVE_KEY_ID", "ALPACA_LIVE_SECRET_KEY") : ("ALPACA_PAPER_KEY_ID", "ALPACA_PAPER_SECRET_KEY");

    /// <summary>What a person does about keys that Alpaca refuses.</summary>
    public static string Advice(bool isLive) => $"Make new keys on Alpaca's page of the {(isLive ? "live" : "paper")} account, put them into {Variables(isLive).KeyId} and {Variables(isLive).SecretKey}, and start again.";

    /// <summary>Reads the keys from environment variables, or from whatever else is asked by their names.</summary>
    /// <exception cref="ArgumentException">A variable is not set; the message names it.</exception>
    public static AlpacaKeys From(Func<string, string?> variable, bool isLive)
    {
        var (keyId, secret) = Variables(isLive);
        return new AlpacaKeys(Required(keyId), Required(secret));

        Secret Required(string name) => variable(name)?.Trim() is { Length: > 0 } value
            ? new Secret(value)
            : throw new ArgumentException($"The environment variable {name} is not set. docs/alpaca.md tells how to get keys.");
    }
}
