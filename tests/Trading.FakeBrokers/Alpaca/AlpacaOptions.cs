namespace Trading.FakeBrokers.Alpaca;

/// <summary>How a fake Alpaca is set up.</summary>
public sealed record AlpacaOptions
{
    /// <summary>Paper keys begin with PK, live ones with AK.</summary>
    public string KeyId { get; init; } = "PKFAKE00000000000001";

    public string SecretKey { get; init; } = "fake-secret-0000000000000000000000000001";

    /// <summary>Requests a minute, for each of the two APIs.</summary>
    public int RequestsPerMinute { get; init; } = 200;
}
