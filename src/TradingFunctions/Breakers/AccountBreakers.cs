using Trading.Agents.Ports;
using TradingFunctions.Lifecycles;

namespace TradingFunctions.Breakers;

/// <summary>How the breaker of each account's broker stands, for the custom status.</summary>
public sealed class AccountBreakers(IBreakers breakers, IReadOnlyDictionary<string, string> breakerOf) : IAccountBreakers
{
    public async ValueTask<string> StateOfAsync(string account, CancellationToken cancellation)
    {
        if (!breakerOf.TryGetValue(account, out var breaker)) return "";
        try
        {
            return (await breakers.StatusAsync(breaker, cancellation)).State.ToString();
        }
#pragma warning disable CA1031 // what a status shows must not keep a step from being stored
        catch (Exception) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return "";
        }
    }
}
