using System.Globalization;
using Trading.MarketData;

namespace Trading.Runtime.Data;

/// <summary>Reads the texts of a source into a store.</summary>
internal sealed class SourceReader(string path, IReadOnlyList<DataFilePath> files, IMarketCalendar calendar, HistoricalDataOptions options)
{
    /// <summary>The images of the series and the notes.</summary>
    /// <exception cref="HistoricalDataException">The texts hold things that are no bars, or none that are.</exception>
    /// <exception cref="CacheException">The store cannot be written.</exception>
    public (List<(Symbol Symbol, BarPeriod Period, StoredBars Bars)> Series, NoteList Notes) ReadInto(BarStore store)
    {
        using var import = new BarImport(calendar, store) { StampNames = options.Stamp };
        foreach (var file in files) Read(file, import);
        var series = import.Complete();

        var problems = import.Problems;
        if (problems.Refused || (problems.Total > 0 && options.BadRows == BadRows.Refuse))
            throw new HistoricalDataException(path, problems.First, problems.Total);
        if (series.Count == 0)
            throw new HistoricalDataException(path, "holds no bars: there is no row of prices in it");
        foreach (var problem in problems.First) import.Notes.Add("left out", problem.ToString());
        if (problems.Total > problems.First.Length)
            import.Notes.Add("left out", string.Create(CultureInfo.InvariantCulture, $"and {problems.Total - problems.First.Length} more rows"));
        return (series, import.Notes);
    }

    private void Read(DataFilePath path, BarImport import)
    {
        var name = path.Name;
        try
        {
            using var file = DataFile.Open(path);
            foreach (var other in file.Others) import.Notes.Add(other, "is left out: its name is that of no table of prices");
            foreach (var text in file.Texts)
            {
                name = text.Name;
                Read(text, import, isAlone: files.Count == 1 && file.Texts.Count == 1);
            }
        }
        catch (InvalidDataException e)
        {
            import.Problems.Refuse(name, 0, $"cannot be unpacked: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            import.Problems.Refuse(name, 0, $"cannot be read: {e.Message}");
        }
    }

    private void Read(CsvText text, BarImport import, bool isAlone)
    {
        var (layout, problem) = new LayoutFinder(options, import.Clock, import.Notes).Find(text);
        if (layout is not null)
        {
            new CsvBarReader(text, layout, options, import).Read();
        }
        else if (problem is null)
        {
            import.Notes.Add(text.Name, "holds no rows");
        }
        else if (!isAlone && text.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
        {
            // Folders of data come with notes and licences in text files.
            import.Notes.Add(text.Name, $"is left out: {problem.Message}");
        }
        else
        {
            import.Problems.Refuse(problem.File, problem.Line, problem.Message);
        }
    }
}
