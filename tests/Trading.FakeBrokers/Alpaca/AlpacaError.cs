namespace Trading.FakeBrokers.Alpaca;

/// <summary>An error of Alpaca's REST API.</summary>
/// <param name="Code">Null for the gateway's bare errors.</param>
internal sealed record AlpacaError(int Status, int? Code, string Message);
