using Trading.Lifecycles;
using Trading.Tests.Orders;
using Trading.Trades;

namespace Trading.Tests.Trades;

/// <summary>The trade table, written out by hand: every pair that is not listed is illegal.</summary>
public class TradeTableTests
{
    private const string Legal = """
        Scanning  Signal         Signaled
        Scanning  WatchEnd       Canceled
        Signaled  Approve        Approved
        Signaled  Deny           Rejected
        Signaled  ReviewTimeout  Rejected
        Approved  SendEntry      Entering
        Approved  Abandon        Canceled
        Entering  EntryDone      Open
        Entering  EntryDied      Canceled
        Open      BeginExit      Exiting
        Exiting   Flat           Closed
        Canceled  LateFill       Open
        Closed    LateFill       Exiting
        """;

    public static TheoryData<TradeState, TradeTrigger, TradeState?> Pairs()
    {
        var legal = Legal.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ToDictionary(row => (Enum.Parse<TradeState>(row[0]), Enum.Parse<TradeTrigger>(row[1])), row => Enum.Parse<TradeState>(row[2]));
        var pairs = new TheoryData<TradeState, TradeTrigger, TradeState?>();
        foreach (var from in Enum.GetValues<TradeState>())
            foreach (var happened in Enum.GetValues<TradeTrigger>())
                pairs.Add(from, happened, legal.TryGetValue((from, happened), out var to) ? to : null);
        return pairs;
    }

    /// <summary>The legal moves, whatever the event.</summary>
    internal static HashSet<(TradeState From, TradeState To)> Moves { get; } =
        [.. Pairs().Where(pair => pair.Data.Item3 is not null).Select(pair => (pair.Data.Item1, pair.Data.Item3!.Value))];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void An_event_makes_of_a_state_what_the_table_says(TradeState from, TradeTrigger happened, TradeState? to) =>
        Assert.Equal(to, TradeTransitions.Next(from, happened));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_trade_follows_the_table_and_refuses_what_is_not_in_it(TradeState from, TradeTrigger happened, TradeState? to)
    {
        var trade = new TradeDesk().Trade with { State = from, History = History<TradeState>.Empty };
        if (to is { } next)
        {
            var moved = TradeLifecycle.Move(trade, happened, "why", AnOrder.Later);
            var step = Assert.Single(moved.History);
            Assert.Equal((next, from, next, "why", AnOrder.Later.Time, AnOrder.Later.MessageId), (moved.State, step.From, step.To, step.Reason, step.Time, step.MessageId));
            return;
        }
        var refused = Assert.Throws<InvalidTransitionException>(() => TradeLifecycle.Move(trade, happened, "", AnOrder.Later));
        Assert.Equal((from.ToString(), TradeTransitions.Target(happened).ToString(), happened.ToString()), (refused.From, refused.To, refused.Event));
        Assert.Contains(trade.Id.Value, refused.Message);
        Assert.Equal(from, trade.State);
    }

    [Fact]
    public void Only_three_states_are_ends() => Assert.Equal(
        [TradeState.Closed, TradeState.Rejected, TradeState.Canceled],
        Enum.GetValues<TradeState>().Where(state => state.IsEnded()));
}
