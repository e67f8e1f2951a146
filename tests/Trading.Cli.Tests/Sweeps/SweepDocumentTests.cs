using Trading.Cli.Sweeps;

namespace Trading.Cli.Tests.Sweeps;

public class SweepDocumentTests
{
    [Theory]
    [InlineData(nameof(Ranking.ProfitFactor), "profitFactor")]
    [InlineData(nameof(Ranking.Sharpe), "sharpe")]
    public void What_the_runs_are_ranked_by_is_written_as_the_option_takes_it(string ranking, string written) =>
        Assert.Equal(written, SweepDocument.Of(new SweepResult(Enum.Parse<Ranking>(ranking), [], [], WasStopped: false)).RankedBy);
}
