namespace Trading.Runtime.Data;

/// <summary>The folder of the cache cannot be written: no failure of the data, which is then held in memory.</summary>
internal sealed class CacheException(string message, Exception inner) : Exception(message, inner)
{
    /// <summary>Does what writes to a store, and tells its failures from those of the source.</summary>
    public static T Guard<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CacheException(e.Message, e);
        }
    }
}
