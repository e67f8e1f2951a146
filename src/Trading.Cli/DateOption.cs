using System.CommandLine;
using System.Globalization;

namespace Trading.Cli;

/// <summary>Options that take a day.</summary>
internal static class DateOption
{
    public static Option<DateOnly?> Make(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
            result.AddError($"{name} '{text}' is not a day; write it as 2026-01-31.");
            return null;
        },
    };
}
