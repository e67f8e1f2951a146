namespace Trading.Runtime.Findings;

/// <summary>How a part of the desk stands.</summary>
public enum Health
{
    Good,

    /// <summary>Works, and will not for long, or not as it should.</summary>
    Warning,

    Bad,

    /// <summary>Not configured, so not looked at.</summary>
    Off,
}
