using Trading.Lifecycles;

namespace Trading.Tests.Lifecycles;

public class ActionListTests
{
    [Fact]
    public void Any_number_of_actions_stays_in_its_order()
    {
        for (var count = 0; count < 6; count++)
        {
            var actions = new ActionList<string>();
            for (var i = 0; i < count; i++) actions.Add($"{i}");
            Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), actions.ToImmutable());
        }
    }
}
