namespace Trading.Runtime.Data;

/// <summary>One thing in a data file that is no bar, and where it stands.</summary>
/// <param name="File">The file, relative to the path that was opened; within an archive <c>archive.zip/entry.csv</c>.</param>
/// <param name="Line">The line, from 1; 0 when it is the file as a whole.</param>
/// <param name="Column">The field of the line, from 1; 0 when it is the line as a whole.</param>
/// <param name="Message">What is wrong and what was expected.</param>
public sealed record DataProblem(string File, long Line, int Column, string Message)
{
    /// <summary><c>prices.csv:17:5 close: 'abc' is not a price</c>.</summary>
    public override string ToString() => this switch
    {
        { Line: 0 } => $"{File} {Message}",
        { Column: 0 } => $"{File}:{Line} {Message}",
        _ => $"{File}:{Line}:{Column} {Message}",
    };
}
