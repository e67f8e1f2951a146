using Trading.Trades;

namespace Trading.Tests.Trades;

public class TradeActionListTests
{
    [Fact]
    public void Any_number_of_actions_stays_in_its_order()
    {
        for (var count = 0; count < 6; count++)
        {
            var wakes = Enumerable.Range(0, count).Select(second => new TradeAction.WakeAt(DateTimeOffset.UnixEpoch.AddSeconds(second))).ToArray();
            var actions = new TradeActionList();
            foreach (var wake in wakes) actions.Add(wake);
            Assert.Equal(wakes, actions.ToImmutable());
        }
    }
}
