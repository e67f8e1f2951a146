using Trading.Runtime.Reports;
using Trading.Runtime.Reports.Charts;

namespace Trading.Runtime.Tests.Reports.Charts;

public sealed class MomentAxisTests
{
    private const double Width = 1050;

    [Fact]
    public void Minutes_of_one_session_are_labelled_by_its_hours() =>
        Assert.Equal(["10:00", "11:00", "12:00", "13:00", "14:00", "15:00"], Labels(390, TimeSpan.FromMinutes(1)));

    [Fact]
    public void A_year_of_days_is_labelled_by_its_months_and_the_year_where_it_begins() =>
        Assert.Equal(["Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "2025", "Feb"], Labels(410, TimeSpan.FromDays(1)));

    [Fact]
    public void Thirty_years_are_labelled_by_every_other_year() =>
        Assert.Equal(["2026", "2028", "2030", "2032", "2034", "2036", "2038", "2040", "2042", "2044", "2046", "2048", "2050", "2052"], Labels(30 * 366, TimeSpan.FromDays(1)));

    [Fact]
    public void Labels_never_touch() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Int[1, 200_000], Gen.Double[200, 1100]).Sample((count, minutes, width) =>
        {
            var axis = AxisOf(count, TimeSpan.FromMinutes(minutes), width);
            axis.GetTickValues(out var labels, out _, out var minor);

            Assert.Empty(minor);
            Assert.All(labels, place => Assert.NotEmpty(axis.LabelFormatter(place)));
            Assert.All(labels.Skip(1).Zip(labels), pair => Assert.True((pair.First - pair.Second) * width / count >= 40));
        });

    private static string[] Labels(int count, TimeSpan step)
    {
        var axis = AxisOf(count, step, Width);
        axis.GetTickValues(out var labels, out _, out _);
        return [.. labels.Select(axis.LabelFormatter)];
    }

    private static MomentAxis AxisOf(int count, TimeSpan step, double width) =>
        new([.. Enumerable.Range(0, count).Select(i => MarketClock.At(Runs.Open + (i * step)))], width);
}
