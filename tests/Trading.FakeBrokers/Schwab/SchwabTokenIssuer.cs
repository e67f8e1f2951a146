using System.Globalization;

namespace Trading.FakeBrokers.Schwab;

/// <summary>The tokens that are out: access for thirty minutes, a login for seven days.</summary>
internal sealed class SchwabTokenIssuer(TimeProvider time)
{
    private static readonly TimeSpan AccessLasts = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LoginLasts = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _access = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _refresh = new(StringComparer.Ordinal);
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>The refreshes so far.</summary>
    public int Refreshes { get; private set; }

    /// <summary>A code as the redirect carries it; good once.</summary>
    public string MakeCode()
    {
        lock (_lock)
        {
            var code = $"C0.code-{++_made}@";
            _codes.Add(code);
            return code;
        }
    }

    public bool TryUseCode(string code)
    {
        lock (_lock) return _codes.Remove(code);
    }

    public (string Access, string Refresh) LogIn()
    {
        lock (_lock)
        {
            var refresh = $"fake-refresh-{++_made}";
            _refresh[refresh] = time.GetUtcNow() + LoginLasts;
            return (MakeAccess(), refresh);
        }
    }

    /// <summary>A new access token; null and whether the login has run out, else that it is not known.</summary>
    public (string? Access, bool IsOver) Refresh(string refresh)
    {
        lock (_lock)
        {
            if (!_refresh.TryGetValue(refresh, out var until)) return (null, false);
            if (time.GetUtcNow() >= until) return (null, true);
            Refreshes++;
            return (MakeAccess(), false);
        }
    }

    public bool IsGood(string access)
    {
        lock (_lock) return _access.TryGetValue(access, out var until) && time.GetUtcNow() < until;
    }

    public void Expire(string access)
    {
        lock (_lock) _access.Remove(access);
    }

    /// <summary>Makes every login void.</summary>
    public void Revoke()
    {
        lock (_lock)
        {
            _refresh.Clear();
            _access.Clear();
        }
    }

    private string MakeAccess()
    {
        var access = string.Create(CultureInfo.InvariantCulture, $"I0.fake-access-{++_made}@");
        _access[access] = time.GetUtcNow() + AccessLasts;
        return access;
    }
}
