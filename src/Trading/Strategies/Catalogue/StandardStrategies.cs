using System.Collections.Immutable;
using Trading.Indicators;

namespace Trading.Strategies;

/// <summary>The definitions of the strategies that come with the product.</summary>
internal static class StandardStrategies
{
    private const int LongestPeriod = IndicatorPeriod.Maximum;

    public static StrategyKind TrendFollowing { get; } = new(
        "trend-following",
        "Enters when a fast moving average crosses a slow one, leaves when it crosses back.",
        [
            StrategyParameter.Integer("fast", 20, 1, LongestPeriod, "bars of the fast moving average"),
            StrategyParameter.Integer("slow", 50, 2, LongestPeriod, "bars of the slow moving average"),
            StrategyParameter.Choice("average", ["ema", "sma"], "exponential or simple moving averages"),
            StrategyParameter.Choice("seed", ["sma", "first"], "what an exponential average starts from: the simple average of its first bars, or the first close"),
            StrategyParameter.Integer("trend", 0, 0, LongestPeriod, "bars of the simple average that the close must be above to buy, below to sell short; 0 for no filter"),
            StrategyParameter.Decimal("adx", 0, 0, 100, "least average directional index for an entry; 0 for no filter"),
            StrategyParameter.Integer("adxPeriod", 14, 1, LongestPeriod, "bars of the average directional index"),
            .. Shared(new TrendFollowingParameters().Protection),
        ],
        [
            new("fast", ["slow"], "less than slow", values => values.Integer("fast") < values.Integer("slow")),
            .. SharedRules,
        ],
        values => new TrendFollowing(new TrendFollowingParameters
        {
            Fast = values.Integer("fast"),
            Slow = values.Integer("slow"),
            Average = values.Choice("average") == "ema" ? MovingAverageKind.Exponential : MovingAverageKind.Simple,
            Seed = values.Choice("seed") == "sma" ? EmaSeed.SimpleAverage : EmaSeed.FirstValue,
            TrendPeriod = values.Integer("trend"),
            MinimumAdx = (double)values.Decimal("adx"),
            AdxPeriod = values.Integer("adxPeriod"),
            Directions = Directions(values),
            Protection = Protection(values),
        }));

    public static StrategyKind DonchianBreakout { get; } = new(
        "donchian-breakout",
        "Enters on a breakout from the channel of the last bars, leaves when a shorter channel breaks the other way.",
        [
            StrategyParameter.Integer("entry", 20, 1, LongestPeriod, "bars of the channel whose breakout is entered"),
            StrategyParameter.Integer("exit", 10, 1, LongestPeriod, "bars of the channel whose break the other way is the exit"),
            StrategyParameter.Choice("order", ["close", "stop"], "enter at the market after a close out of the channel, or by a stop order that waits a tick out of it"),
            .. Shared(new DonchianBreakoutParameters().Protection),
        ],
        [
            new("exit", ["entry"], "not more than entry", values => values.Integer("exit") <= values.Integer("entry")),
            new("direction", ["order"], "long or short, as a stop order waits on one side: run the strategy twice for both",
                values => values.Choice("direction") != "both" || values.Choice("order") != "stop"),
            .. SharedRules,
        ],
        values => new DonchianBreakout(new DonchianBreakoutParameters
        {
            EntryPeriod = values.Integer("entry"),
            ExitPeriod = values.Integer("exit"),
            Entry = values.Choice("order") == "close" ? BreakoutEntry.OnClose : BreakoutEntry.StopOrder,
            Directions = Directions(values),
            Protection = Protection(values),
        }));

    public static StrategyKind RsiMeanReversion { get; } = new(
        "rsi-mean-reversion",
        "Buys when the relative strength index is low in a rising market, leaves when it has recovered or time is up.",
        [
            StrategyParameter.Integer("rsi", 2, 1, LongestPeriod, "bars of the relative strength index"),
            StrategyParameter.Decimal("oversold", 10, 0, 50, "buy when the index is below it; sell short when it is above 100 less it"),
            StrategyParameter.Decimal("exit", 70, 0, 100, "leave a long trade when the index is above it, a short one when it is below 100 less it"),
            StrategyParameter.Integer("trend", 200, 0, LongestPeriod, "bars of the simple average that the close must be above to buy, below to sell short; 0 for no filter"),
            .. Shared(new RsiMeanReversionParameters().Protection),
        ],
        [
            new("exit", ["oversold"], "more than oversold", values => values.Decimal("exit") > values.Decimal("oversold")),
            new("exit", ["oversold", "direction"], "with both directions not more than 100 less oversold, where shorts are entered",
                values => values.Choice("direction") != "both" || values.Decimal("exit") <= 100 - values.Decimal("oversold")),
            .. SharedRules,
        ],
        values => new RsiMeanReversion(new RsiMeanReversionParameters
        {
            RsiPeriod = values.Integer("rsi"),
            Oversold = (double)values.Decimal("oversold"),
            ExitLevel = (double)values.Decimal("exit"),
            TrendPeriod = values.Integer("trend"),
            Directions = Directions(values),
            Protection = Protection(values),
        }));

    private static ImmutableArray<ParameterRule> SharedRules =>
    [
        new("stop", ["atr"], "0 where atr is 0", values => values.Decimal("stop") == 0 || values.Integer("atr") > 0),
        NeedsStop("target"),
        NeedsStop("trail"),
        NeedsStop("breakEven"),
    ];

    private static ImmutableArray<StrategyParameter> Shared(TradeProtection usual) =>
    [
        StrategyParameter.Choice("direction", ["long", "short", "both"], "which trades it may ask for"),
        StrategyParameter.Integer("atr", usual.AtrPeriod, 0, LongestPeriod, "bars of the average true range, for stop, trail and sizing by volatility; 0 for none"),
        StrategyParameter.Decimal("stop", usual.Stop, 0, 100, "from entry to stop, in average true ranges; 0 for no stop"),
        StrategyParameter.Decimal("target", usual.Target, 0, 100, "from entry to target, in multiples of the way to the stop; 0 for no target"),
        StrategyParameter.Decimal("trail", usual.Trail, 0, 100, "from the best price since the entry to a stop that follows it, in average true ranges; 0 for none"),
        StrategyParameter.Decimal("breakEven", usual.BreakEven, 0, 100, "gain that brings the stop to the entry price, in multiples of the way to the stop; 0 for none"),
        StrategyParameter.Integer("timeLimit", usual.TimeLimit, 0, LongestPeriod, "bars after which a trade is left; 0 for none"),
    ];

    private static ParameterRule NeedsStop(string parameter) =>
        new(parameter, ["stop"], "0 where stop is 0", values => values.Decimal(parameter) == 0 || values.Decimal("stop") > 0);

    private static AllowedDirections Directions(ParameterValues values) => values.Choice("direction") switch
    {
        "long" => AllowedDirections.Long,
        "short" => AllowedDirections.Short,
        _ => AllowedDirections.Both,
    };

    private static TradeProtection Protection(ParameterValues values) => new()
    {
        AtrPeriod = values.Integer("atr"),
        Stop = values.Decimal("stop"),
        Target = values.Decimal("target"),
        Trail = values.Decimal("trail"),
        BreakEven = values.Decimal("breakEven"),
        TimeLimit = values.Integer("timeLimit"),
    };
}
