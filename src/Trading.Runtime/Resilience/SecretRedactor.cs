using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Trading.Runtime.Resilience;

/// <summary>Takes secrets out of texts that others wrote: a broker's error, an exception's message.</summary>
/// <remarks>
/// It knows the secrets it was told, as they are, as they stand in a URL, and in Base64 as Basic authorisation sends them; and
/// the shapes in which credentials travel, so that one it was not told is caught too. Safe for any number of threads.
/// </remarks>
public sealed partial class SecretRedactor
{
    // A shorter text would be found within ordinary words.
    private const int ShortestSecret = 6;
    private const int Longest = 64;

    private ImmutableList<string> _lasting = [];
    private ImmutableList<string> _passing = [];

    /// <summary>Remembers a token. The newest are kept; old ones that nobody sends any more are forgotten.</summary>
    public void Learn(Secret token)
    {
        foreach (var text in Spellings(token))
            ImmutableInterlocked.Update(ref _passing, static (known, text) => known.Contains(text) ? known : Trimmed(known.Add(text)), text);
    }

    /// <summary>Remembers for good what lasts as long as the process: a key, the number of an account.</summary>
    public void LearnForGood(Secret secret)
    {
        foreach (var text in Spellings(secret))
            ImmutableInterlocked.Update(ref _lasting, static (known, text) => known.Contains(text) ? known : known.Add(text), text);
    }

    /// <summary>Remembers for good a name and secret that are sent as Basic authorisation.</summary>
    public void LearnForGood(Secret name, Secret secret)
    {
        LearnForGood(name);
        LearnForGood(secret);
        LearnForGood(new Secret(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{name.Reveal()}:{secret.Reveal()}"))));
    }

    /// <summary>The text with <see cref="Secret.Mask"/> for every secret.</summary>
    public string Clean(string text)
    {
        if (text.Length == 0) return text;
        foreach (var secret in _lasting) text = text.Replace(secret, Secret.Mask, StringComparison.Ordinal);
        foreach (var token in _passing) text = text.Replace(token, Secret.Mask, StringComparison.Ordinal);
        text = Authorisation().Replace(text, $"$1 {Secret.Mask}");
        return Field().Replace(text, $"$1{Secret.Mask}");
    }

    /// <summary>Whether the text holds anything that <see cref="Clean"/> would take out.</summary>
    public bool Holds(string text) => Clean(text) != text;

    private static IEnumerable<string> Spellings(Secret secret) =>
        secret.Reveal() is { Length: >= ShortestSecret } text ? [text, Uri.EscapeDataString(text)] : [];

    private static ImmutableList<string> Trimmed(ImmutableList<string> known) => known.Count > Longest ? known.RemoveAt(0) : known;

    [GeneratedRegex(@"\b(Bearer|Basic)\s+(?!\*\*\*)[A-Za-z0-9._~+/=@%-]{6,}", RegexOptions.IgnoreCase)]
    private static partial Regex Authorisation();

    [GeneratedRegex("""((?:access_token|refresh_token|id_token|client_secret|app_?secret|api_?secret|tokenDigest|APCA-API-SECRET-KEY|\bcode)\\?["']?\s*[:=]\s*\\?["']?)(?!\*\*\*)[^\s"'&,\\\]]{6,}""", RegexOptions.IgnoreCase)]
    private static partial Regex Field();
}
