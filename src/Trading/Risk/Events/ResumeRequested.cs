using Trading.Messages;

namespace Trading.Risk;

/// <summary>Trade again in the message's scope.</summary>
public sealed record ResumeRequested(string Reason) : Payload;
