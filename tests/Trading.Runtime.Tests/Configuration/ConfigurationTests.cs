using System.Text.Json;
using Trading.Messages;
using Trading.Risk;
using Trading.Runtime.Configuration;
using Trading.Runtime.Exchange;
using Trading.Runtime.Exchange.Costs;
using Trading.Strategies;
using Trading.Trades;

namespace Trading.Runtime.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Theory, InlineData(""), InlineData("\n# nothing but a comment\n"), InlineData("{}"), InlineData("risk:\naccount:\n")]
    public void The_empty_file_is_a_whole_configuration(string text)
    {
        var read = Read(text);
        Assert.Equal(("paper", TimeSpan.FromMinutes(5)), (read.Account, read.RiskInterval));
        Assert.Equal(RiskLimits.AccountDefaults with { RestrictedSymbols = [] }, Assert.Single(read.Risk.Accounts).Limits with { RestrictedSymbols = [] });
        Assert.Equal(TradeSettings.Default, read.Trades);
        Assert.Equal(("trend_following", "trend-following"), (Assert.Single(read.Strategies).Id, read.Strategies[0].Kind));
        Assert.Equal(100_000m, read.Exchange.StartingCash);
        Assert.Null(read.Risk.Problem());
    }

    [Fact]
    public void Every_problem_is_told_at_once_with_its_path_its_line_and_what_is_allowed()
    {
        var problems = Refuse("""
            account:
              name: My Account
              startingCash: -5
            risk:
              account:
                maxDailyLoss: 3
                allowShort: maybe
                coolDown: soon
              trips:
                drawdown:
                  state: sleeping
            trades:
              reviewTimeout: [1s]
            exchange:
              slippage:
                model: bananas
            """).Problems.OrderBy(problem => problem.Line).ToArray();

        Assert.Equal(
            [
                ("account.name", 2), ("account.startingCash", 3), ("risk.account.maxDailyLoss", 6), ("risk.account.allowShort", 7), ("risk.account.coolDown", 8),
                ("risk.trips.drawdown.state", 11), ("trades.reviewTimeout", 13), ("exchange.slippage.model", 16),
            ],
            problems.Select(problem => (problem.Path, problem.Line!.Value)));
        Assert.All(problems, problem => Assert.NotEmpty(problem.Allowed));
        Assert.Equal("risk.account.maxDailyLoss: '3' (line 6); allowed: 0.0001 to 1, or off", problems[2].ToString());
        Assert.Equal("active, reducing, halted", problems[5].Allowed);
    }

    [Fact]
    public void A_second_document_in_the_file_is_refused_rather_than_passed_over()
    {
        var problem = Assert.Single(Refuse("risk:\n  lot: 2\n---\nrisk:\n  lot: 3\n").Problems);
        Assert.Equal(("a second document", 4), (problem.Given, problem.Line));
        Assert.Equal(2m, Read("---\nrisk:\n  lot: 2\n...\n").Risk.Accounts[0].Lot);
    }

    [Theory]
    [InlineData("a: [1\nb: {")]
    [InlineData("a: *nowhere")]
    [InlineData("a: 1\n b: 2")]
    [InlineData("risk:\n  lot: 1\n  lot: 2")]
    public void Text_that_is_no_YAML_is_told_as_such_without_an_empty_path(string text)
    {
        var refused = Refuse(text);
        Assert.Empty(Assert.Single(refused.Problems).Path);
        Assert.Contains("\n  this is not YAML", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("state of the object", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_environment_is_not_blamed_on_the_line_it_overrides()
    {
        Assert.Equal(
            "risk.lot: '-4' in TRADING_RISK_LOT; allowed: 0.000001 to 1000000",
            Assert.Single(Refuse("risk:\n  lot: 1\n", ("TRADING_RISK_LOT", "-4")).Problems).ToString());
    }

    [Theory]
    [InlineData("risks:\n  lot: 1", "risks", "did you mean risk?")]
    [InlineData("risk:\n  account:\n    maxDailyLos: 0.1", "risk.account.maxDailyLos", "did you mean maxDailyLoss?")]
    [InlineData("strategies:\n  - strateg: trend-following", "strategies[0].strateg", "did you mean strategy?")]
    public void A_misspelt_setting_is_refused_with_the_nearest_name(string text, string path, string allowed)
    {
        var problem = Assert.Single(Refuse(text).Problems);
        Assert.Equal((path, "unknown setting", allowed), (problem.Path, problem.Given, problem.Allowed));
        Assert.NotNull(problem.Line);
    }

    [Theory]
    [InlineData("apiKey: hunter2")]
    [InlineData("account:\n  password: hunter2")]
    [InlineData("account:\n  secretKey: hunter2")]
    [InlineData("exchange:\n  refreshToken: hunter2")]
    [InlineData("account:\n  credentials:\n    id: hunter2")]
    public void A_secret_in_the_file_is_refused_and_never_repeated(string text)
    {
        var refused = Refuse(text);
        Assert.Contains("environment variables, never in the file", Assert.Single(refused.Problems).Allowed, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        var read = Read("risk:\n  account:\n    maxDailyLoss: 0.02\n", ("TRADING_RISK_ACCOUNT_MAX_DAILY_LOSS", "0.01"), ("TRADING_ACCOUNT_NAME", "desk_7"), ("PATH", "/bin"));
        Assert.Equal((0.01m, "desk_7"), (read.Risk.Accounts[0].Limits.MaxDailyLoss, read.Account));
        Assert.Null(Read("", ("TRADING_RISK_ACCOUNT_MAX_DAILY_LOSS", "off")).Risk.Accounts[0].Limits.MaxDailyLoss);
        Assert.Equal(["AAPL", "MSFT"], Read("", ("TRADING_RISK_ACCOUNT_RESTRICTED_SYMBOLS", "AAPL, MSFT")).Risk.Accounts[0].Limits.RestrictedSymbols.Select(symbol => symbol.Value));
    }

    [Fact]
    public void A_wrong_value_in_the_environment_is_told_with_the_variable()
    {
        var problem = Assert.Single(Refuse("", ("TRADING_RISK_ACCOUNT_MAX_DAILY_LOSS", "3")).Problems);
        Assert.Equal(("risk.account.maxDailyLoss", "'3' in TRADING_RISK_ACCOUNT_MAX_DAILY_LOSS", (int?)null), (problem.Path, problem.Given, problem.Line));
    }

    [Fact]
    public void A_variable_that_no_setting_has_is_refused_with_the_nearest_and_without_its_value()
    {
        var refused = Refuse("", ("TRADING_RISK_ACCOUNT_MAX_DAILY_LOS", "hunter2"));
        var problem = Assert.Single(refused.Problems);
        Assert.Equal("TRADING_RISK_ACCOUNT_MAX_DAILY_LOS", problem.Path);
        Assert.Contains("TRADING_RISK_ACCOUNT_MAX_DAILY_LOSS", problem.Allowed, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account:\n  name: 'paper", 2)]
    [InlineData("a: 1\na: 2", 2)]
    public void Text_that_is_no_YAML_is_refused_with_its_line(string text, int line) => Assert.Equal(line, Assert.Single(Refuse(text).Problems).Line);

    [Theory]
    [InlineData("[a, b]: c")]
    [InlineData("? {a: b}\n: c")]
    [InlineData("account:\n  ? [x]\n  : y")]
    [InlineData("- a\n- b")]
    [InlineData("just words")]
    [InlineData("a: *nowhere")]
    [InlineData("a: &a [*a]")]
    [InlineData("account: {startingCash: 99999999999999999999999999999999999999}")]
    [InlineData("risk:\n  sectors:\n    ? [x]\n    : [AAPL]")]
    public void Odd_YAML_is_refused_and_not_thrown_up(string text) => Assert.NotEmpty(Refuse(text).Problems);

    [Fact]
    public void Lengths_of_time_that_no_clock_holds_are_refused() =>
        Assert.Equal("trades.exitTimeout", Assert.Single(Refuse($"trades:\n  exitTimeout: {string.Concat(Enumerable.Repeat("100000d", 200))}").Problems).Path);

    [Fact]
    public void Whatever_the_text_it_is_read_or_refused()
    {
        string[] words =
        [
            "account", "risk", "strategies", "name", "startingCash", "parameters", "fast", "sectors", ":", ": ", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}",
            "? ", "&a ", "*a", "'", "\"", "#", "|", ">", "!!int ", "off", "true", "1e400", "-1", "30s", "\t", "%", "---\n", "...\n", "\u0000", "é", ",",
        ];
        var pieces = Gen.Int[0, words.Length - 1].Select(i => words[i]);
        Gen.OneOf(Gen.String, pieces.Array[0, 40].Select(chosen => string.Concat(chosen))).Sample(
            text =>
            {
                try
                {
                    Read(text);
                }
                catch (ConfigurationException refused)
                {
                    Assert.NotEmpty(refused.Problems);
                }
            },
            iter: 3_000);
    }

    [Fact]
    public void Off_switches_a_limit_off_and_nothing_else()
    {
        var limits = Read("risk:\n  account:\n    maxDrawdown: off\n    sessions: off\n    requireStop: off\n    maxPriceAge: off\n    maxOpenTrades: off\n").Risk.Accounts[0].Limits;
        Assert.True(limits is { MaxDrawdown: null, Sessions: null, RequireStop: null, MaxPriceAge: null, MaxOpenTrades: null });
        Assert.Equal("account.startingCash", Assert.Single(Refuse("account:\n  startingCash: off").Problems).Path);
        Assert.IsType<UnlimitedFills>(Read("exchange:\n  participation: off").Exchange.Fills);
        Assert.IsType<NoBorrow>(Read("exchange:\n  borrowRate: off").Exchange.Borrow);
    }

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("30s", 30_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData(" 2d ", 172_800_000)]
    [InlineData("0s", 0)]
    public void A_length_of_time_is_read_as_people_write_it(string text, double milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
        Assert.True(DurationText.TryParse(DurationText.Write(duration), out var again));
        Assert.Equal(duration, again);
    }

    [Theory, InlineData(""), InlineData(" "), InlineData("5"), InlineData("m"), InlineData("-5m"), InlineData("5 m"), InlineData("1..5s"), InlineData("5M"), InlineData("100001d"), InlineData("5m?")]
    public void What_is_no_length_of_time_is_refused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void Every_length_of_time_in_milliseconds_reads_back() =>
        Gen.Long[0, 86_400_000L * 400].Sample(milliseconds =>
            DurationText.TryParse(DurationText.Write(TimeSpan.FromMilliseconds(milliseconds)), out var read) && read == TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void Strategies_have_parameters_symbols_sizing_and_limits_of_their_own()
    {
        var read = Read("""
            strategies:
              - strategy: donchian-breakout
                id: slow
                symbols: [AAPL, BRK.B]
                period: 5m
                parameters: {entry: 55, exit: 20}
                sizing: {rule: fixedShares, shares: 7}
                limits: {maxOpenTrades: 2}
              - strategy: donchian-breakout
                id: fast
            """);
        var slow = read.Strategies[0];
        Assert.Equal(("slow", "donchian-breakout", "5m", 55), (slow.Id, slow.Kind, slow.Period.ToString(), slow.Values.Integer("entry")));
        Assert.Equal(["AAPL", "BRK.B"], slow.Symbols.Select(symbol => symbol.Value));
        var rules = read.Risk.Accounts[0].For("slow");
        Assert.Equal((new SizingRule.FixedShares(7), 2), (rules.Sizing, rules.Limits.MaxOpenTrades));
        Assert.Null(read.Risk.Accounts[0].For("fast").Sizing);
    }

    [Fact]
    public void Wrong_parameters_are_told_with_the_strategy_they_stand_in()
    {
        var problems = Refuse("""
            strategies:
              - strategy: trend-following
                parameters: {fast: 50, slow: 20}
              - strategy: donchian-breakout
                parameters: {entyr: 55}
              - strategy: nonesuch
            """).Problems;
        Assert.Equal(["strategies[0].parameters", "strategies[1].parameters", "strategies[2].strategy", "strategies"], problems.Select(problem => problem.Path));
        Assert.Equal((3, 5, 6), (problems[0].Line, problems[1].Line, problems[2].Line));
        Assert.Contains("entry", problems[1].Allowed, StringComparison.Ordinal);
        Assert.Contains("two strategies with the id 'trend_following'", problems[3].Given, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_among_the_parameters_is_not_repeated() =>
        Assert.DoesNotContain("hunter2", Refuse("strategies:\n  - strategy: trend-following\n    parameters: {apiKey: hunter2}\n").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("account: {name: desk_7, startingCash: 5000.50, kind: cash}\nrisk: {account: {maxDrawdown: off, coolDown: 90m, restrictedSymbols: [AAPL, MSFT], sessions: any}, trips: {drawdown: {state: halted, flatten: true}}}\nexchange: {participation: off, slippage: {model: none}, commission: {model: perShare, amount: 0.0035}}\nstrategies: [{strategy: rsi-mean-reversion, id: rsi, symbols: [AAPL], period: 1h, parameters: {rsi: 4}}]")]
    [InlineData("risk: {sectors: {technology: [AAPL, MSFT], energy: [XOM]}}")]
    [InlineData("strategies:\n  - strategy: trend-following\n    sizing: {rule: fixedShares, shares: 7}\n    limits: {maxOpenTrades: 2, coolDown: 2h}")]
    public void What_is_written_reads_back_as_the_same_configuration(string text)
    {
        var read = Read(text);
        var written = Written(read);
        var again = Read(written);

        Assert.Equal(read.Definitions.Where(IsOfDesk).Select(Short), again.Definitions.Where(IsOfDesk).Select(Short));
        // A strategy that runs by default has no limits of its own until it is written out, and is the same from there on.
        Assert.Equal(Written(again), Written(Read(Written(again))));
        Assert.Equal(read.Strategies.Select(Short), again.Strategies.Select(Short));
        var (left, right) = (read.Risk, again.Risk);
        Assert.Equal(left.Sectors.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {string.Join(' ', pair.Value)}"), right.Sectors.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}: {string.Join(' ', pair.Value)}"));
        foreach (var strategy in read.Strategies)
            Assert.Equal(Short(left.Accounts[0].For(strategy.Id)), Short(right.Accounts[0].For(strategy.Id)));
    }

    [Fact]
    public void The_schema_is_JSON_and_has_a_property_for_every_setting()
    {
        var defaults = Read("");
        using var schema = JsonDocument.Parse(ConfigurationSchema.Of(defaults));
        foreach (var setting in defaults.Definitions)
        {
            var at = schema.RootElement;
            foreach (var step in setting.Path.Split('.'))
            {
                at = at.GetProperty("properties").GetProperty(step.Replace("[]", "", StringComparison.Ordinal));
                if (step.EndsWith("[]", StringComparison.Ordinal)) at = at.GetProperty("items");
            }
            Assert.True(at.TryGetProperty("description", out _) || at.TryGetProperty("anyOf", out _), setting.Path);
        }
        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_with_its_name()
    {
        var refused = Assert.Throws<ConfigurationException>(() => ConfigurationFile.Load("/nowhere/desk.yaml", EnvironmentOverrides.None, StrategyCatalogue.Standard));
        Assert.Contains("/nowhere/desk.yaml", refused.Message, StringComparison.Ordinal);
    }

    private static DeskConfiguration Read(string text, params (string Name, string Value)[] environment) =>
        ConfigurationFile.Read(text, "desk.yaml", new EnvironmentOverrides(environment.Select(one => KeyValuePair.Create(one.Name, one.Value))), StrategyCatalogue.Standard);

    private static ConfigurationException Refuse(string text, params (string Name, string Value)[] environment) =>
        Assert.Throws<ConfigurationException>(() => Read(text, environment));

    private static string Written(DeskConfiguration configuration)
    {
        var text = new StringWriter();
        ConfigurationText.Write(configuration, text);
        return text.ToString();
    }

    private static bool IsOfDesk(SettingDefinition setting) => !setting.IsOfItem;

    private static string Short(SettingDefinition setting) => $"{setting.Path} = {setting.Value}";

    private static string Short(ConfiguredStrategy strategy) =>
        $"{strategy.Id} {strategy.Kind} {string.Join(' ', strategy.Symbols)} {strategy.Period} {string.Join(' ', strategy.Values.All)}";

    private static string Short(StrategyRules rules) => $"{rules.Sizing} {rules.Limits with { RestrictedSymbols = [] }}";
}
