using Trading.MarketData;

namespace Trading.Agents;

/// <summary>The place of the newest bar of a symbol, for those who share it instead of copying each bar.</summary>
/// <remarks>Its owner puts the next bar in the place of the last. Not for several threads.</remarks>
public sealed class NewestBar
{
    private Bar _bar;

    public ref readonly Bar Bar => ref _bar;

    /// <summary>Whether there was a bar yet.</summary>
    public bool IsThere => _bar.End != default;

    public void Set(in Bar bar) => _bar = bar;
}
