namespace Trading.Runtime.Data;

/// <summary>A file of data.</summary>
/// <param name="FullPath">Where it is.</param>
/// <param name="Name">Its name for messages, relative to what was opened.</param>
internal sealed record DataFilePath(string FullPath, string Name);
