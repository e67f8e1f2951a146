using System.Globalization;
using Trading.MarketData;

namespace Trading.Tests.MarketData;

public class NyseRulesTests
{
    [Theory]
    [InlineData("1818-03-20")] // the earliest
    [InlineData("1943-04-23")] // the latest
    [InlineData("1954-04-16")] // the two years of the last century in which the moon's cycle needs its correction
    [InlineData("1981-04-17")]
    [InlineData("2000-04-21")]
    [InlineData("2008-03-21")]
    [InlineData("2011-04-22")]
    [InlineData("2035-03-23")]
    [InlineData("2049-04-16")]
    public void Good_friday_is_two_days_before_easter(string date)
    {
        var friday = DateOnly.Parse(date, CultureInfo.InvariantCulture);
        Assert.Equal(friday, NyseRules.GoodFriday(friday.Year));
    }
}
