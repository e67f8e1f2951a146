using System.Collections.Immutable;

namespace Trading.Runtime.Data;

/// <summary>The series of a source and what was noted when they were read.</summary>
internal sealed record CachedSource(ImmutableArray<IBarSource> Series, ImmutableArray<DataNote> Notes);
