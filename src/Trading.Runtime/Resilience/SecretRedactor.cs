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

    private ImmutableList<string> _known = [];

    /// <summary>Remembers a secret. The newest are kept; old tokens that nobody sends any more are forgotten.</summary>
    public void Learn(Secret secret)
    {
        var text = secret.Reveal();
        if (text.Length < ShortestSecret) return;
        Remember(text);
        Remember(Uri.EscapeDataString(text));
    }

    /// <summary>Remembers a name and secret that are sent as Basic authorisation.</summary>
    public void Learn(Secret name, Secret secret)
    {
        Learn(name);
        Learn(secret);
        Learn(new Secret(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{name.Reveal()}:{secret.Reveal()}"))));
    }

    /// <summary>The text with <see cref="Secret.Mask"/> for every secret.</summary>
    public string Clean(string text)
    {
        if (text.Length == 0) return text;
        foreach (var secret in _known) text = text.Replace(secret, Secret.Mask, StringComparison.Ordinal);
        text = Authorisation().Replace(text, $"$1 {Secret.Mask}");
        return Field().Replace(text, $"$1{Secret.Mask}");
    }

    /// <summary>Whether the text holds anything that <see cref="Clean"/> would take out.</summary>
    public bool Holds(string text) => Clean(text) != text;

    private void Remember(string text) =>
        ImmutableInterlocked.Update(ref _known, static (known, text) => known.Contains(text) ? known : Trimmed(known.Add(text)), text);

    private static ImmutableList<string> Trimmed(ImmutableList<string> known) => known.Count > Longest ? known.RemoveAt(0) : known;

    [GeneratedRegex(@"\b(Bearer|Basic)\s+(?!\*\*\*)[A-Za-z0-9._~+/=@%-]{6,}", RegexOptions.IgnoreCase)]
    private static partial Regex Authorisation();

    [GeneratedRegex("""((?:access_token|refresh_token|id_token|client_secret|app_?secret|api_?secret|tokenDigest|APCA-API-SECRET-KEY|\bcode)\\?["']?\s*[:=]\s*\\?["']?)(?!\*\*\*)[^\s"'&,\\\]]{6,}""", RegexOptions.IgnoreCase)]
    private static partial Regex Field();
}
