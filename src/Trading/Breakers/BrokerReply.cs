namespace Trading.Breakers;

/// <summary>A broker's answer that is no success, as it came over the wire.</summary>
/// <param name="Status">The HTTP status; zero for none: a time-out, a lost connection.</param>
/// <param name="Code">The code in the body: Alpaca's <c>code</c>, the <c>error</c> of OAuth; empty for none.</param>
/// <param name="Message">The words in the body; empty for none.</param>
public readonly record struct BrokerReply(
    BrokerKind Broker, BrokerCall Call, int Status, string Code = "", string Message = "", TokenAge Token = TokenAge.Fresh);
