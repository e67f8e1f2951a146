namespace Trading.Messages;

/// <summary>Where a message stands in a distributed trace: the W3C <c>traceparent</c> and <c>tracestate</c> headers.</summary>
/// <remarks>Both are null while nobody traces. Defined at https://www.w3.org/TR/trace-context/.</remarks>
public readonly record struct TraceContext(string? Parent, string? State)
{
    public bool IsEmpty => Parent is null;
}
