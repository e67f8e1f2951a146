using Trading.Runtime.Desks;

namespace Trading.Runtime.Tests.Desks;

public sealed class ControlRequestTests
{
    [Theory]
    [InlineData("status", null)]
    [InlineData("breakers", null)]
    [InlineData("halt", null)]
    [InlineData("flatten", null)]
    [InlineData("resume", null)]
    [InlineData("reset", "paper")]
    public void What_a_desk_answers_is_no_problem(string ask, string? name) =>
        Assert.Null(new ControlRequest(ask, name, new string('x', ControlRequest.LongestReason)).Problem());

    [Theory]
    [InlineData("dance", null)]
    [InlineData("reset", null)]
    public void What_no_desk_knows_is_told_to_the_visitor(string ask, string? name) => Assert.Contains(ask, new ControlRequest(ask, name).Problem(), StringComparison.Ordinal);

    [Fact]
    public void A_reason_that_no_message_holds_is_refused_before_the_desk_hears_it() =>
        Assert.Contains("1,001 characters", new ControlRequest("halt", null, new string('x', 1_001)).Problem(), StringComparison.Ordinal);
}
