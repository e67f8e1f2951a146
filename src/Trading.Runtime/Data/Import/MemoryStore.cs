namespace Trading.Runtime.Data;

/// <summary>Keeps imported bars packed in memory, some ten bytes a bar.</summary>
internal sealed class MemoryStore : BarStore
{
    public override StoredBars Add() => new InMemory();

    private sealed class InMemory : StoredBars
    {
        public override Stream Stream { get; } = new MemoryStream();

        // A memory stream gives out its buffer after it is closed too.
        public override BarBytes Open() => BarBytes.OfMemory(((MemoryStream)Stream).TryGetBuffer(out var bytes) ? bytes : default, "bars in memory");

        public override void Discard()
        {
        }
    }
}
