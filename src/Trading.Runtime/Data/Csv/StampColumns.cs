namespace Trading.Runtime.Data;

/// <summary>Reads the moment of a row from its one or two columns.</summary>
internal static class StampColumns
{
    /// <summary>The stamp, or the place of the field that is none.</summary>
    public static bool TryRead(CsvRows row, CsvLayout layout, out Stamp stamp, out int wrong)
    {
        wrong = layout.Columns.Stamp;
        if (!StampText.TryRead(row.Field(wrong), layout.Dates, out stamp)) return false;
        if (layout.Columns.Time >= 0)
        {
            wrong = layout.Columns.Time;
            if (!StampText.TryAddTime(row.Field(wrong), ref stamp)) return false;
        }
        if (layout.TimesAreUtc && stamp.HasTime) stamp = stamp with { IsUtc = true };
        return true;
    }
}
