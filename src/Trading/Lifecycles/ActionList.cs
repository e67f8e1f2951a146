using System.Collections.Immutable;

namespace Trading.Lifecycles;

/// <summary>Gathers the actions of one decision: none most often, seldom more than three. Costs nothing until there is one.</summary>
internal ref struct ActionList<TAction>
    where TAction : class
{
    private TAction? _first;
    private TAction? _second;
    private TAction? _third;
    private List<TAction>? _more;

    public void Add(TAction action)
    {
        if (_first is null) _first = action;
        else if (_second is null) _second = action;
        else if (_third is null) _third = action;
        else (_more ??= []).Add(action);
    }

    public readonly ImmutableArray<TAction> ToImmutable() => this switch
    {
        { _first: null } => [],
        { _second: null } => [_first],
        { _third: null } => [_first, _second],
        { _more: null } => [_first, _second, _third],
        _ => [_first, _second, _third, .. _more],
    };
}
