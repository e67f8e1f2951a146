using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Trading.Runtime.Data;

/// <summary>The list of contents of a cached source: <c>contents.json</c> beside its <c>.bars</c> files.</summary>
internal sealed record CacheContents(ImmutableArray<string> Files, ImmutableArray<DataNote> Notes);

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(CacheContents))]
internal sealed partial class CacheJson : JsonSerializerContext;
