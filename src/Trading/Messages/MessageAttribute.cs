namespace Trading.Messages;

/// <summary>The attributes of a message on the wire, in the order in which they are written.</summary>
internal enum MessageAttribute
{
    SpecVersion,
    Id,
    Source,
    Type,
    Time,
    Subject,
    DataContentType,
    DataSchema,
    TraceParent,
    TraceState,
    CorrelationId,
    CausationId,
    Account,
    Strategy,
    Symbol,
    Data,
}
