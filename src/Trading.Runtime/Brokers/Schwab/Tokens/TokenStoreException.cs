namespace Trading.Runtime.Brokers.Schwab.Tokens;

/// <summary>The stored login cannot be read or written; the message says what to do and holds no secret.</summary>
public sealed class TokenStoreException : Exception
{
    public TokenStoreException()
    {
    }

    public TokenStoreException(string message)
        : base(message)
    {
    }

    public TokenStoreException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
