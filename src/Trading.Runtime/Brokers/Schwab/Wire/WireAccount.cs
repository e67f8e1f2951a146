namespace Trading.Runtime.Brokers.Schwab.Wire;

internal sealed record WireAccountNumber(string? AccountNumber, string? HashValue);

internal sealed record WireAccountAnswer(WireAccount? SecuritiesAccount);

internal sealed record WireAccount(string? Type, string? AccountNumber, bool? IsClosingOnlyRestricted, WirePosition[]? Positions, WireBalances? CurrentBalances);

internal sealed record WireBalances(decimal? CashBalance, decimal? LiquidationValue, decimal? Equity, decimal? BuyingPower, decimal? CashAvailableForTrading);

internal sealed record WirePosition(decimal? LongQuantity, decimal? ShortQuantity, decimal? AveragePrice, WireInstrument? Instrument);
