namespace Trading.Risk;

/// <summary>How an account, or one strategy of it, has done.</summary>
/// <param name="Strategy">Empty for the account as a whole.</param>
/// <param name="Balance">Dollars: the account's equity, or the strategy's profit after fees, less what open positions would make.</param>
/// <param name="StartOfDay">Balance and open profit when the trading day began.</param>
/// <param name="Peak">The highest balance with open profit.</param>
/// <param name="Losses">Losing trades in a row since the last winner or cool-down.</param>
/// <param name="CoolDownUntil">Until when nothing is entered, in UTC.</param>
public sealed record Standing(string Strategy, decimal Balance, decimal StartOfDay, decimal Peak, int Losses, DateTimeOffset? CoolDownUntil)
{
    internal static Standing Of(string strategy) => new(strategy, 0, 0, 0, 0, null);
}
