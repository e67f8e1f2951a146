namespace Trading.Runtime.Brokers.Schwab;

/// <summary>The environment variables that hold what must not stand in a file.</summary>
public static class SchwabEnvironment
{
    public const string AppKey = "SCHWAB_APP_KEY";
    public const string AppSecret = "SCHWAB_APP_SECRET";
}
