using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Stands on one bar of a run that is being merged.</summary>
internal sealed class RunLane(BarFileReader reader, BarStamp names, int number) : IDisposable
{
    private readonly Bar[] _block = new Bar[256];
    private int _at = -1;
    private int _count;

    public int Number => number;
    public ImportedBar Current => ImportedBar.Of(in _block[_at], names);

    public bool MoveNext()
    {
        if (++_at < _count) return true;
        _at = 0;
        _count = reader.Read(_block);
        return _count > 0;
    }

    public void Dispose() => reader.Dispose();
}
