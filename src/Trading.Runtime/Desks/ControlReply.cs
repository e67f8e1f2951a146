using System.Text.Json;

namespace Trading.Runtime.Desks;

/// <summary>A desk's answer to a visitor.</summary>
/// <param name="Error">What is wrong with the question; null when it was answered.</param>
/// <param name="View">The desk as it is, after what was asked.</param>
public sealed record ControlReply(string? Error, DeskView? View)
{
    public static ControlReply Read(string line) => JsonSerializer.Deserialize(line, DeskJson.Default.ControlReply)!;

    public string ToLine() => JsonSerializer.Serialize(this, DeskJson.Default.ControlReply);
}
