using System.Collections.Immutable;

namespace Trading.FakeBrokers.Faults;

/// <summary>One line of a fault script: which requests it meets, and what happens to them.</summary>
/// <remarks>
/// Rules are tried in order and the first that matches and is not used up is taken. Operations are named by the fakes
/// (<c>submit</c>, <c>cancel</c>, <c>replace</c>, <c>find</c>, <c>orders</c>, <c>positions</c>, <c>account</c>, <c>token</c>, ...);
/// a message of a stream is the operation <c>stream.</c> and its event, such as <c>stream.fill</c>. <c>*</c> at the end of an
/// operation or a path stands for anything.
/// </remarks>
public sealed record FaultRule(FaultKind Kind)
{
    /// <summary>The fake it is for, such as <c>alpaca</c>; null for all.</summary>
    public string? Broker { get; init; }

    /// <summary>Null for all.</summary>
    public string? Operation { get; init; }

    /// <summary>Null for all.</summary>
    public string? Path { get; init; }

    /// <summary>How many matching requests pass before it begins.</summary>
    public int Skip { get; init; }

    /// <summary>How many requests it meets; zero for all that come.</summary>
    public int Times { get; init; } = 1;

    public int Status { get; init; } = 500;

    public string Body { get; init; } = "";

    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public TimeSpan Delay { get; init; }

    public string Field { get; init; } = "";

    public string Value { get; init; } = "";

    public static FaultRule Reply(string operation, int status, string body = "", params (string Name, string Value)[] headers) => new(FaultKind.Reply)
    {
        Operation = operation,
        Status = status,
        Body = body,
        Headers = headers.ToImmutableDictionary(header => header.Name, header => header.Value),
    };

    public static FaultRule On(string operation, FaultKind kind, int times = 1) => new(kind) { Operation = operation, Times = times };

    /// <summary>Puts a value that no client knows into a field of the answer.</summary>
    public static FaultRule Rewrite(string operation, string field, string value, int times = 1) =>
        new(FaultKind.Rewrite) { Operation = operation, Field = field, Value = value, Times = times };

    internal bool Meets(string broker, string operation, string path) =>
        (Broker is null || Broker == broker) && Fits(Operation, operation) && Fits(Path, path);

    private static bool Fits(string? pattern, string text) =>
        pattern is null || pattern == text || (pattern.EndsWith('*') && text.StartsWith(pattern[..^1], StringComparison.Ordinal));
}
