using System.Globalization;
using Trading.Runtime.Backtesting;
using Trading.Runtime.Reports;

namespace Trading.Runtime.Tests.Reports;

public sealed class MonthlyReturnsTests
{
    [Fact]
    public void Each_month_is_its_last_worth_over_the_last_one_before_it()
    {
        var years = MonthlyReturns.Of(100m,
        [
            At("2023-11-15 21:00", 104), At("2023-11-30 21:00", 110),
            At("2023-12-29 21:00", 99),
            At("2024-01-31 21:00", 108.9m),
            At("2024-03-01 21:00", 120), At("2024-03-28 21:00", 217.8m),
        ]);

        Assert.Equal([2023, 2024], years.Select(year => year.Year));
        Assert.Equal([null, null, null, null, null, null, null, null, null, null, 0.1, -0.1], Rounded(years[0]));
        Assert.Equal([0.1, null, 1.0, null, null, null, null, null, null, null, null, null], Rounded(years[1]));
        Assert.Equal(-0.01, years[0].Total!.Value, 12);
        Assert.Equal(1.2, years[1].Total!.Value, 12);
    }

    [Fact]
    public void A_mark_on_the_evening_of_the_last_day_in_New_York_belongs_to_that_day()
    {
        var years = MonthlyReturns.Of(100m, [At("2024-01-31 21:00", 101), At("2024-02-01 00:59", 102), At("2025-01-01 03:00", 103)]);

        Assert.Equal(0.02, Assert.Single(years).Months[0]!.Value, 12);
        Assert.Equal((103.0 / 102) - 1, years[0].Months[11]!.Value, 12);
        Assert.Equal(0.03, years[0].Total!.Value, 12);
    }

    [Fact]
    public void An_account_with_nothing_left_has_no_return_from_then_on()
    {
        var years = MonthlyReturns.Of(100m, [At("2024-01-31 21:00", 0), At("2024-02-29 21:00", 0)]);

        Assert.Equal(-1, years[0].Months[0]);
        Assert.Null(years[0].Months[1]);
    }

    [Fact]
    public void No_marks_make_no_years() => Assert.Empty(MonthlyReturns.Of(100m, []));

    [Fact]
    public void The_months_compound_to_the_year_and_the_years_to_the_whole() =>
        Gen.Select(Gen.Decimal[1m, 1000m], Gen.Int[1, 60]).List[1, 60].Sample(steps =>
        {
            var time = new DateTimeOffset(2019, 6, 3, 21, 0, 0, TimeSpan.Zero);
            var equity = steps.Select(step => new EquityPoint(time = time.AddDays(step.Item2), step.Item1, 0)).ToArray();

            var years = MonthlyReturns.Of(500m, equity);

            foreach (var year in years) Assert.Equal(1 + year.Total!.Value, Product(year.Months), 1e-9);
            Assert.Equal((double)(equity[^1].Equity / 500m), Product([.. years.Select(year => year.Total)]), 1e-6);
        });

    private static double Product(IEnumerable<double?> gains) => gains.Aggregate(1.0, (worth, gain) => worth * (1 + (gain ?? 0)));

    private static double?[] Rounded(YearOfReturns year) => [.. year.Months.Select(month => month is { } gain ? Math.Round(gain, 12) : (double?)null)];

    private static EquityPoint At(string time, decimal equity) =>
        new(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), equity, 0);
}
