using System.Collections.Immutable;

namespace Trading.Trades;

/// <summary>Gathers the actions of one decision: none most often, seldom more than three. Costs nothing until there is one.</summary>
internal ref struct TradeActionList
{
    private TradeAction? _first;
    private TradeAction? _second;
    private TradeAction? _third;
    private List<TradeAction>? _more;

    public void Add(TradeAction action)
    {
        if (_first is null) _first = action;
        else if (_second is null) _second = action;
        else if (_third is null) _third = action;
        else (_more ??= []).Add(action);
    }

    public readonly ImmutableArray<TradeAction> ToImmutable() => this switch
    {
        { _first: null } => [],
        { _second: null } => [_first],
        { _third: null } => [_first, _second],
        { _more: null } => [_first, _second, _third],
        _ => [_first, _second, _third, .. _more],
    };
}
