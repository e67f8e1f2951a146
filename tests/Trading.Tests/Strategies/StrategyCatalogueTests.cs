using Trading.MarketData;
using Trading.Strategies;

namespace Trading.Tests.Strategies;

public class StrategyCatalogueTests
{
    private static readonly StrategyCatalogue Standard = StrategyCatalogue.Standard;

    [Fact]
    public void Every_strategy_can_be_made_with_nothing_said()
    {
        Assert.Equal(["trend-following", "donchian-breakout", "rsi-mean-reversion"], Standard.Kinds.Select(kind => kind.Name));
        Assert.Equal(
            [typeof(TrendFollowing), typeof(DonchianBreakout), typeof(RsiMeanReversion)],
            Standard.Kinds.Select(kind => Standard.Create(kind.Name, []).Create!().GetType()));
    }

    [Fact]
    public void Defaults_are_those_of_the_strategies_themselves()
    {
        AssertSame(new TrendFollowing(new()), Make("trend-following"));
        AssertSame(new DonchianBreakout(new()), Make("donchian-breakout"));
        AssertSame(new RsiMeanReversion(new()), Make("rsi-mean-reversion"));
    }

    [Theory]
    [InlineData("trend-following", "fast=30")]
    [InlineData("trend-following", "slow=30")]
    [InlineData("trend-following", "average=sma")]
    [InlineData("trend-following", "seed=first fast=40")]
    [InlineData("trend-following", "trend=30")]
    [InlineData("trend-following", "adx=25")]
    [InlineData("trend-following", "adx=25", "adxPeriod=20")]
    [InlineData("donchian-breakout", "entry=30")]
    [InlineData("donchian-breakout", "exit=5")]
    [InlineData("donchian-breakout", "order=stop")]
    [InlineData("rsi-mean-reversion", "rsi=5")]
    [InlineData("rsi-mean-reversion", "oversold=20")]
    [InlineData("rsi-mean-reversion", "exit=90")]
    [InlineData("rsi-mean-reversion", "trend=0")]
    [InlineData("*", "direction=both")]
    [InlineData("*", "atr=30")]
    [InlineData("*", "stop=5")]
    [InlineData("*", "target=2")]
    [InlineData("*", "trail=2")]
    [InlineData("*", "breakEven=1")]
    [InlineData("*", "timeLimit=7")]
    public void Each_parameter_reaches_the_strategy(string strategy, string changed, string? and = null)
    {
        var bars = BarsFor.Walk(3_000, seed: 9);
        foreach (var kind in Standard.Kinds.Where(kind => strategy == "*" || kind.Name == strategy))
        {
            var without = and is null ? Pairs("") : Pairs(changed);
            var with = and is null ? Pairs(changed) : Pairs($"{changed} {and}");
            Assert.NotEqual(
                Said.By(kind.Create(without).Create!(), bars).Select(s => s.InFull()),
                Said.By(kind.Create(with).Create!(), bars).Select(s => s.InFull()));
        }
    }

    [Theory]
    [InlineData("trend-following", "fast=0", "fast: '0' is not allowed; it takes a whole number from 1 to 10000", ViolationCode.OutOfRange)]
    [InlineData("trend-following", "slow=10001", "slow: '10001' is not allowed; it takes a whole number from 2 to 10000", ViolationCode.OutOfRange)]
    [InlineData("trend-following", "fast=-1", "fast: '-1' is not allowed; it takes a whole number from 1 to 10000", ViolationCode.OutOfRange)]
    [InlineData("trend-following", "fast=2.5", "fast: '2.5' is not allowed; it takes a whole number from 1 to 10000", ViolationCode.NotOfType)]
    [InlineData("trend-following", "fast=", "fast: '' is not allowed; it takes a whole number from 1 to 10000", ViolationCode.NotOfType)]
    [InlineData("trend-following", "fast=99999999999", "fast: '99999999999' is not allowed; it takes a whole number from 1 to 10000", ViolationCode.NotOfType)]
    [InlineData("trend-following", "stop=1,5", "stop: '1,5' is not allowed; it takes a number from 0 to 100", ViolationCode.NotOfType)]
    [InlineData("trend-following", "stop=NaN", "stop: 'NaN' is not allowed; it takes a number from 0 to 100", ViolationCode.NotOfType)]
    [InlineData("trend-following", "stop=100.01", "stop: '100.01' is not allowed; it takes a number from 0 to 100", ViolationCode.OutOfRange)]
    [InlineData("trend-following", "average=wma", "average: 'wma' is not allowed; it takes one of ema, sma", ViolationCode.NotAChoice)]
    [InlineData("trend-following", "fast=50", "fast: '50' is not allowed; it takes less than slow (with slow=50)", ViolationCode.Contradiction)]
    [InlineData("trend-following", "slow=20", "fast: '20' is not allowed; it takes less than slow (with slow=20)", ViolationCode.Contradiction)]
    [InlineData("trend-following", "atr=0", "stop: '2' is not allowed; it takes 0 where atr is 0 (with atr=0)", ViolationCode.Contradiction)]
    [InlineData("trend-following", "stop=0 target=1", "target: '1' is not allowed; it takes 0 where stop is 0 (with stop=0)", ViolationCode.Contradiction)]
    [InlineData("trend-following", "stop=0 trail=1", "trail: '1' is not allowed; it takes 0 where stop is 0 (with stop=0)", ViolationCode.Contradiction)]
    [InlineData("trend-following", "stop=0 breakEven=1", "breakEven: '1' is not allowed; it takes 0 where stop is 0 (with stop=0)", ViolationCode.Contradiction)]
    [InlineData("donchian-breakout", "exit=21", "exit: '21' is not allowed; it takes not more than entry (with entry=20)", ViolationCode.Contradiction)]
    [InlineData("donchian-breakout", "order=stop direction=both",
        "direction: 'both' is not allowed; it takes long or short, as a stop order waits on one side: run the strategy twice for both (with order=stop)", ViolationCode.Contradiction)]
    [InlineData("rsi-mean-reversion", "exit=10", "exit: '10' is not allowed; it takes more than oversold (with oversold=10)", ViolationCode.Contradiction)]
    [InlineData("rsi-mean-reversion", "exit=91 direction=both",
        "exit: '91' is not allowed; it takes with both directions not more than 100 less oversold, where shorts are entered (with oversold=10, direction=both)", ViolationCode.Contradiction)]
    [InlineData("trend-following", "fast=1 FAST=2", "fast: given more than once, last as '2'; it takes a whole number from 1 to 10000", ViolationCode.GivenTwice)]
    public void What_is_not_allowed_is_said_with_what_is(string strategy, string values, string message, ViolationCode code)
    {
        var violation = Assert.Single(Standard.Create(strategy, Pairs(values)).Violations);
        Assert.Equal((message, code), (violation.ToString(), violation.Code));
        Assert.Equal(message[..message.IndexOf(':', StringComparison.Ordinal)], violation.Parameter);
    }

    [Theory]
    [InlineData("fats", "fast")]
    [InlineData("solw", "slow")]
    [InlineData("breakeven2", "breakEven")]
    [InlineData("time-limit", "timeLimit")]
    [InlineData("arverage", "average")]
    [InlineData("period", null)]
    [InlineData("", null)]
    public void An_unknown_parameter_is_refused_with_the_known_ones_and_the_nearest(string given, string? nearest)
    {
        var violation = Assert.Single(Standard.Create("trend-following", [KeyValuePair.Create(given, "1")]).Violations);
        Assert.Equal((ViolationCode.UnknownParameter, given, nearest), (violation.Code, violation.Given, violation.Nearest));
        Assert.Equal("fast, slow, average, seed, trend, adx, adxPeriod, direction, atr, stop, target, trail, breakEven, timeLimit", violation.Allowed);
        var meant = nearest is null ? "" : $" (did you mean '{nearest}'?)";
        Assert.Equal($"there is no parameter '{given}'{meant}; known are {violation.Allowed}", violation.ToString());
    }

    [Theory]
    [InlineData("trend-folowing", "trend-following")]
    [InlineData("Donchian-Breakouts", "donchian-breakout")]
    [InlineData("macd", null)]
    public void An_unknown_strategy_is_refused_with_the_known_ones_and_the_nearest(string given, string? nearest)
    {
        var violation = Assert.Single(Standard.Create(given, Pairs("fast=x")).Violations);
        var meant = nearest is null ? "" : $" (did you mean '{nearest}'?)";
        Assert.Equal(ViolationCode.UnknownStrategy, violation.Code);
        Assert.Equal($"there is no strategy '{given}'{meant}; known are trend-following, donchian-breakout, rsi-mean-reversion", violation.ToString());
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once_and_a_rule_is_not_held_against_a_value_that_is_wrong_by_itself()
    {
        var made = Standard.Create("trend-following", Pairs("fsat=1 slow=x fast=100 average=no stop=0 trail=2 target=3 adx=101"));
        Assert.Equal(
            ["fsat UnknownParameter", "slow NotOfType", "average NotAChoice", "adx OutOfRange", "target Contradiction", "trail Contradiction"],
            made.Violations.Select(violation => $"{violation.Parameter} {violation.Code}"));
        Assert.False(made.IsValid);
        Assert.Null(made.Create);
        Assert.Null(made.Values);
    }

    [Fact]
    public void Names_and_words_are_known_in_any_case_and_the_values_in_force_have_one_form()
    {
        var made = Standard.Create("TREND-following", Pairs("Fast=010 AVERAGE=Sma stop=2.50 breakeven=+1"));
        Assert.True(made.IsValid);
        Assert.Equal(
            "fast=10 slow=50 average=sma seed=sma trend=0 adx=0 adxPeriod=14 direction=long atr=14 stop=2.5 target=0 trail=0 breakEven=1 timeLimit=0",
            string.Join(' ', made.Values.All.Select(value => $"{value.Key}={value.Value}")));
    }

    [Fact]
    public void Whatever_is_given_a_strategy_is_made_that_runs_or_the_reasons_are_given()
    {
        var text = Gen.OneOf(
            Gen.Int[-1, 60].Select(number => $"{number}"), BarsFor.OneOf("0", "1", "10000", "10001", "0.5", "100", "x", "", "true"),
            BarsFor.OneOf("ema", "sma", "first", "long", "short", "both", "close", "stop"));
        var bars = BarsFor.Walk(120, seed: 4, minutes: 60);
        var (made, refused) = (0, 0);
        foreach (var kind in Standard.Kinds)
        {
            var given = Gen.Select(BarsFor.OneOf([.. kind.Parameters]), text, Gen.Bool).Select((parameter, value, valid) => KeyValuePair.Create(
                parameter.Name, valid && parameter.Type == ParameterType.Choice ? parameter.Choices[value.Length % parameter.Choices.Length] : value));
            given.List[0, 4].Sample(values =>
            {
                var creation = kind.Create(values);
                Assert.Equal(creation.IsValid, creation.Create is not null);
                Interlocked.Increment(ref creation.IsValid ? ref made : ref refused);
                if (creation.IsValid) Said.By(creation.Create(), bars);
            }, iter: 2_000);
        }
        Assert.True(made > 500 && refused > 500, $"{made} made, {refused} refused");
    }

    [Fact]
    public void A_desk_adds_strategies_of_its_own_with_all_types_of_parameters()
    {
        var kind = new StrategyKind(
            "buy-and-hold",
            "Buys with the first bar.",
            [StrategyParameter.Boolean("again", false, "buy with every bar"), StrategyParameter.Decimal("cash", 0.5m, 0, 1, "share of cash")],
            [],
            values => new BuyAndHold(values.Boolean("again"), values.Decimal("cash")));
        var catalogue = Standard.With(kind);

        Assert.Same(kind, catalogue.Find("buy-and-hold"));
        Assert.Null(Standard.Find("buy-and-hold"));
        Assert.Equal((false, 0.5m), ((BuyAndHold)catalogue.Create("buy-and-hold", []).Create!()).Told);
        Assert.Equal((true, 0.25m), ((BuyAndHold)catalogue.Create("buy-and-hold", Pairs("again=True cash=.25")).Create!()).Told);
        Assert.Equal("again: 'yes' is not allowed; it takes true or false", Assert.Single(kind.Create(Pairs("again=yes")).Violations).ToString());
        Assert.Throws<ArgumentException>(() => catalogue.With(kind));
    }

    [Fact]
    public void A_definition_that_is_wrong_in_itself_is_refused()
    {
        Assert.Contains("two parameters 'A'", Refusal([StrategyParameter.Boolean("A", true, ""), StrategyParameter.Boolean("a", true, "")], []), StringComparison.Ordinal);
        Assert.Contains("A default", Refusal([StrategyParameter.Integer("a", 5, 0, 4, "")], []), StringComparison.Ordinal);
        Assert.Contains("A default", Refusal([StrategyParameter.Integer("a", 5, 0, 9, "")], [new("a", [], "less than 5", values => values.Integer("a") < 5)]), StringComparison.Ordinal);
        Assert.Contains("'b', which is no parameter", Refusal([StrategyParameter.Boolean("a", true, "")], [new("a", ["b"], "", _ => true)]), StringComparison.Ordinal);
        Assert.Contains("of type Integer", Refusal([StrategyParameter.Boolean("a", true, "")], [new("a", [], "", values => values.Integer("a") > 0)]), StringComparison.Ordinal);

        static string Refusal(StrategyParameter[] parameters, ParameterRule[] rules) =>
            Assert.Throws<ArgumentException>(() => new StrategyKind("mine", "", [.. parameters], [.. rules], _ => new TrendFollowing(new()))).Message;
    }

    private static IStrategy Make(string name) => Standard.Create(name, []).Create!();

    private static void AssertSame(IStrategy expected, IStrategy made)
    {
        var bars = BarsFor.Walk(3_000, seed: 8);
        var said = Said.By(expected, bars).Select(s => s.InFull()).ToArray();
        Assert.NotEmpty(said);
        Assert.Equal(said, Said.By(made, bars).Select(s => s.InFull()));
        Assert.Equal(expected.WarmUpBars, made.WarmUpBars);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string values) => values
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => KeyValuePair.Create(word.Split('=')[0], word.Split('=')[1]));

    private sealed class BuyAndHold(bool again, decimal cash) : IStrategy
    {
        public (bool Again, decimal Cash) Told => (again, cash);

        public int WarmUpBars => 0;

        public StrategySignal? OnBar(in Bar bar) => null;
    }
}
