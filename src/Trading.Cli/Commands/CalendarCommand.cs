using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using Spectre.Console;
using Trading.MarketData;

namespace Trading.Cli.Commands;

/// <summary><c>trading calendar</c>: when the exchange trades.</summary>
internal sealed class CalendarCommand : DeskCommand
{
    private readonly Option<DateOnly?> _from = DateOption.Make("--from", "The first day, as 2026-01-31. Default: today in New York.");
    private readonly Option<DateOnly?> _to = DateOption.Make("--to", "The last day. Default: a month after the first.");
    private readonly Option<bool> _json = new("--json") { Description = "One JSON array of the sessions, times in UTC." };
    private readonly Terminal _terminal;

    public CalendarCommand(Terminal terminal)
        : base("calendar", "Sessions, holidays and early closes of the New York Stock Exchange, 1990 to 2035.")
    {
        _terminal = terminal;
        Options.Add(_from);
        Options.Add(_to);
        Options.Add(_json);
        SetAction(Run);
    }

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("trading calendar", "The month from today."),
        ("trading calendar --from 2026-11-01 --to 2026-12-31", "Thanksgiving and Christmas of 2026, with their early closes."),
        ("trading calendar --from 2020-01-01 --to 2020-12-31 --json", "Every session of 2020 for another program."),
    ];

    private int Run(ParseResult arguments)
    {
        var first = arguments.GetValue(_from) ?? EasternTime.DateAt(TimeProvider.System.GetUtcNow());
        var last = arguments.GetValue(_to) ?? MonthAfter(first);
        if (last < first) throw new CommandFailure(ExitCode.WrongUse, $"--to {last:yyyy-MM-dd} is before --from {first:yyyy-MM-dd}.");
        if (first < NyseCalendar.FirstDay || last > NyseCalendar.LastDay)
            throw new CommandFailure(ExitCode.WrongUse, $"The calendar knows {NyseCalendar.FirstDay:yyyy-MM-dd} to {NyseCalendar.LastDay:yyyy-MM-dd}; {first:yyyy-MM-dd} to {last:yyyy-MM-dd} reaches beyond.");

        var calendar = new NyseCalendar();
        if (arguments.GetValue(_json)) JsonOutput.Write(_terminal.Output, calendar.Sessions(first, last).Select(SessionRow.Of));
        else Print(calendar, first, last);
        return ExitCode.Done;
    }

    private static DateOnly MonthAfter(DateOnly first) =>
        first <= NyseCalendar.LastDay && first.AddMonths(1) is var month && month > NyseCalendar.LastDay ? NyseCalendar.LastDay : first.AddMonths(1);

    private void Print(NyseCalendar calendar, DateOnly first, DateOnly last)
    {
        var table = new Table().Border(_terminal.Border).AddColumns("Date", "Open (UTC)", "Close (UTC)", "New York", "");
        var sessions = 0;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var special = calendar.SpecialOn(day);
            var session = calendar.SessionOn(day);
            if (session is null && special is null) continue; // a weekend
            if (session is not null) sessions++;
            table.AddRow(
                new Text(day.ToString("ddd yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new Text(session is null ? "closed" : Utc(session.Open)),
                new Text(session is null ? "" : Utc(session.Close)),
                new Text(session is null ? "" : $"{Eastern(session.Open)}-{Eastern(session.Close)}"),
                new Text(special?.Name ?? "", session is null ? new Style(Color.Red) : new Style(Color.Yellow)));
        }
        _terminal.Console.Write(table);
        _terminal.Output.WriteLine($"{sessions} sessions from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}.");
    }

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Eastern(DateTimeOffset time) => EasternTime.At(time).ToString("HH:mm", CultureInfo.InvariantCulture);

    private sealed record SessionRow(
        string Date,
        [property: JsonConverter(typeof(UtcJsonConverter))] DateTimeOffset Open,
        [property: JsonConverter(typeof(UtcJsonConverter))] DateTimeOffset Close,
        bool EarlyClose)
    {
        public static SessionRow Of(Session session) =>
            new(session.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), session.Open, session.Close, session.IsEarlyClose);
    }
}
