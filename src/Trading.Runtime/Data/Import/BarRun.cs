namespace Trading.Runtime.Data;

/// <summary>Writes bars that come in order of their stamps to one image, and settles what is wrong between neighbours.</summary>
/// <remarks>
/// Of rows that say the same twice one is kept; rows that contradict each other are a problem; of bars that overlap the side
/// that the row did not tell is cut, as hours of the clock need at an open of half past.
/// </remarks>
internal sealed class BarRun : IDisposable
{
    private readonly StoredBars _stored;
    private readonly BarFileWriter _writer;
    private readonly RunCounts _counts;
    private readonly BarStamp _names;
    private readonly Action<ImportedBar, ImportedBar> _contradicts;
    private ImportedBar _pending;
    private bool _hasPending;

    public BarRun(StoredBars stored, BarFileWriter writer, RunCounts counts, BarStamp names, Action<ImportedBar, ImportedBar> contradicts) =>
        (_stored, _writer, _counts, _names, _contradicts) = (stored, writer, counts, names, contradicts);

    /// <summary>The stamp of the last bar, in ticks.</summary>
    public long LastStamp => _pending.Stamp;

    public void Add(ImportedBar bar)
    {
        if (!_hasPending)
        {
            (_pending, _hasPending) = (bar, true);
        }
        else if (bar.Stamp == _pending.Stamp)
        {
            if (bar.SaysTheSameAs(in _pending)) _counts.Duplicates++;
            else _contradicts(_pending, bar);
        }
        else
        {
            if (_pending.End > bar.Start)
            {
                if (_names == BarStamp.End) bar.Start = _pending.End;
                else _pending.End = bar.Start;
                _counts.Cut++;
            }
            _writer.Write(_pending.ToBar());
            _pending = bar;
        }
    }

    public StoredBars Complete()
    {
        if (_hasPending) _writer.Write(_pending.ToBar());
        _counts.Bars = _writer.Count;
        _writer.Complete();
        _writer.Dispose();
        return _stored;
    }

    public void Dispose() => _writer.Dispose();
}
