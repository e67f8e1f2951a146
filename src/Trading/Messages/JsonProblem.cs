using System.Text.Json;

namespace Trading.Messages;

/// <summary>What the framework says of bad JSON, with the place in bytes rather than in lines.</summary>
internal static class JsonProblem
{
    /// <summary>The words alone: the framework adds the place to some of its messages and not to others.</summary>
    public static string Words(Exception problem)
    {
        var text = problem.Message;
        foreach (var mark in (ReadOnlySpan<string>)[" Path: $", " LineNumber: "])
            if (text.IndexOf(mark, StringComparison.Ordinal) is var at and >= 0) text = text[..at];
        return text;
    }

    /// <summary>The place in the bytes that were read, or -1.</summary>
    public static long Offset(JsonException problem, ReadOnlySpan<byte> json)
    {
        if (problem is not { LineNumber: { } lines, BytePositionInLine: { } position }) return -1;
        var start = 0;
        for (; lines > 0; lines--)
        {
            var end = json[start..].IndexOf((byte)'\n');
            if (end < 0) return -1;
            start += end + 1;
        }
        return start + position;
    }
}
