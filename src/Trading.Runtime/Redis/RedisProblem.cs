namespace Trading.Runtime.Redis;

/// <summary>Something that is not well.</summary>
/// <param name="Code">Stable: one of the constants.</param>
/// <param name="Inbox">Whose inbox; empty for Redis as a whole.</param>
/// <param name="Text">What is wrong and what to do.</param>
public sealed record RedisProblem(string Code, string Inbox, string Text)
{
    /// <summary>Redis does not answer.</summary>
    public const string Away = "REDIS_AWAY";

    /// <summary>A canary is not taken out of an inbox: the loop that reads it is dead, or nobody runs it.</summary>
    public const string LoopDead = "INBOX_LOOP_DEAD";

    /// <summary>The oldest entry of an inbox is too old.</summary>
    public const string Behind = "INBOX_BEHIND";

    /// <summary>Too many entries wait in an inbox.</summary>
    public const string Full = "INBOX_FULL";

    /// <summary>Messages were given up and wait for a person.</summary>
    public const string DeadLetters = "DEAD_LETTERS";

    /// <summary>Whether starting the process again may help.</summary>
    public bool AsksForRestart => Code == LoopDead;
}
