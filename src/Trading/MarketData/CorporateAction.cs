namespace Trading.MarketData;

/// <summary>What a company does to its shares that changes their price without changing what they are worth.</summary>
/// <param name="Symbol">The security concerned.</param>
/// <param name="ExDate">The first day, in New York, on which the shares trade without it.</param>
public abstract record CorporateAction(Symbol Symbol, DateOnly ExDate);
