namespace Trading.Runtime.Configuration;

/// <summary>What the file says of the brokers. Paper and live accounts are configured apart and share nothing.</summary>
public sealed record BrokersConfiguration(AlpacaConfiguration AlpacaPaper, AlpacaConfiguration AlpacaLive, SchwabSettings Schwab);
