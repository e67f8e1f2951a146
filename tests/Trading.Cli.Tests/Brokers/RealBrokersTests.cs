using Trading.Breakers;
using Trading.Cli.Brokers;

namespace Trading.Cli.Tests.Brokers;

public sealed class RealBrokersTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Theory]
    [InlineData("name them with --symbol", "--broker", "schwab", "--live")]
    [InlineData("--live is not set", "--broker", "schwab", "--symbol", "SPY")]
    [InlineData("Set SCHWAB_LIVE_CONFIRMED to 'trade real money on paper'", "--broker", "schwab", "--live", "--symbol", "SPY")]
    [InlineData("--speed is for bars that are replayed", "--broker", "schwab", "--live", "--symbol", "SPY", "--speed", "60")]
    [InlineData("--data is for bars that are replayed", "--broker", "schwab", "--live", "--symbol", "SPY", "--data", "prices.csv")]
    [InlineData("--exchange names a paper exchange", "--broker", "schwab", "--live", "--symbol", "SPY", "--exchange", "x.sock")]
    [InlineData("a paper account trades no money", "--live")]
    public async Task A_line_that_does_not_say_enough_for_a_broker_starts_nothing(string says, params string[] line)
    {
        var answer = await _desk.RunAsync(["run", "--desk", _desk["desk"], .. line]);

        Assert.Equal(ExitCode.WrongUse, answer.Code);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_desk["desk"]));
    }

    [Theory]
    [InlineData("trade real money on paper", null)]
    [InlineData("yes", "It was not confirmed")]
    [InlineData(null, "It was not confirmed")]
    public void Real_money_is_traded_when_the_person_at_the_terminal_types_the_phrase(string? typed, string? refusal)
    {
        var asked = new List<string>();
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null) { Ask = question => { asked.Add(question); return typed; } };

        var thrown = Record.Exception(() => RealBrokers.AssertConsent(BreakerNames.Schwab, isLive: true, Configurations.Defaults(), terminal));

        Assert.Contains("trade real money on paper", Assert.Single(asked), StringComparison.Ordinal);
        if (refusal is null) Assert.Null(thrown);
        else Assert.Contains(refusal, Assert.IsType<CommandFailure>(thrown).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alpaca-paper")]
    [InlineData("alpaca-live")]
    public async Task A_build_without_Alpaca_says_how_to_build_one_with_it(string broker)
    {
        Assert.SkipWhen(typeof(CommandLine).Assembly.GetReferencedAssemblies().Any(one => one.Name == "Trading.Alpaca"), "this build has it");
        var answer = await _desk.RunAsync("run", "--broker", broker, "--symbol", "SPY", "--desk", _desk["desk"]);

        Assert.Equal(ExitCode.WrongUse, answer.Code);
        Assert.Contains("-p:Alpaca=true", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_another_accounts_is_not_traded_from()
    {
        var folder = _desk["desk"];
        await _desk.RunAsync("run", "--data", _desk.WriteMinutes(3), "--speed", "max", "--desk", folder);

        var other = await _desk.RunAsync("run", "--data", _desk["AAPL.csv"], "--speed", "max", "--desk", folder, "--set", "account.name=other");

        Assert.Equal(ExitCode.Failed, other.Code);
        Assert.Contains("trades at 'paper paper', not at 'paper other'", other.Error, StringComparison.Ordinal);
    }
}
