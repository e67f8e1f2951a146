using Trading.Messages;

namespace Trading.MarketData;

/// <summary>Say which part of which trading day it is.</summary>
public sealed record SessionRequested : Payload;
