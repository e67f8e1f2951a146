namespace TradingFunctions.Lifecycles;

/// <summary>How the breaker of an account's broker stands, for the custom status.</summary>
public interface IAccountBreakers
{
    /// <summary>The state's name; empty for an account without a breaker, or when it cannot be read now. Never throws for that.</summary>
    ValueTask<string> StateOfAsync(string account, CancellationToken cancellation);
}
