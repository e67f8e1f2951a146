using Sylvan.Data.Csv;

namespace Trading.Runtime.Data;

/// <summary>The rows of a text that have something in them, with the numbers of their lines. <c>#</c> begins a comment.</summary>
internal sealed class CsvRows : IDisposable
{
    private const int BufferSize = 1 << 14;
    private const int LongestRow = 1 << 20;

    private readonly CsvDataReader _reader;
    private long _nextLine;

    /// <exception cref="CsvFormatException">The first row breaks the grammar; so may <see cref="Read"/>.</exception>
    public CsvRows(TextReader text, char delimiter, int skippedLines)
    {
        _nextLine = skippedLines + 1;
        for (var i = 0; i < skippedLines; i++) text.ReadLine();
        _reader = CsvDataReader.Create(text, new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = delimiter,
            BufferSize = BufferSize,
            MaxBufferSize = LongestRow,
            ResultSetMode = ResultSetMode.SingleResult,
            CommentHandler = (Action<string>)(_ => _nextLine++),
            OwnsReader = true,
        });
    }

    /// <summary>The line on which the row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The line after the row.</summary>
    public long NextLine => _nextLine;

    public int FieldCount => _reader.RowFieldCount;

    /// <exception cref="CsvFormatException">The row breaks the grammar: a quote that does not close, or a row of a megabyte.</exception>
    public bool Read()
    {
        while (_reader.Read())
        {
            Line = _nextLine;
            var raw = _reader.GetRawRecordSpan();
            var lines = raw.Count('\n');
            _nextLine += lines > 0 ? lines : 1;
            if (!IsBlank()) return true;
        }
        return false;
    }

    public ReadOnlySpan<char> Field(int ordinal) => ordinal < _reader.RowFieldCount ? _reader.GetFieldSpan(ordinal).Trim() : [];

    public void Dispose() => _reader.Dispose();

    private bool IsBlank()
    {
        for (var i = 0; i < _reader.RowFieldCount; i++)
            if (!_reader.GetFieldSpan(i).IsWhiteSpace()) return false;
        return true;
    }
}
