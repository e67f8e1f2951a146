namespace Trading.Risk;

/// <summary>What the risk gate decided, and the portfolio after it: with the trade's reservation where it was approved.</summary>
/// <param name="Code"><see cref="DenialCode.None"/> for an approval.</param>
/// <param name="Reason">What was measured and what is allowed, for a person; empty for an approval.</param>
public sealed record RiskDecision(Portfolio Portfolio, DenialCode Code, string Reason)
{
    /// <summary>Shares approved; zero when denied.</summary>
    public decimal Quantity { get; init; }

    /// <summary>The last moment at which the entry may be sent, in UTC.</summary>
    public DateTimeOffset EnterBy { get; init; }

    /// <summary>The limit that allowed fewer shares than the sizing gave, or <see cref="DenialCode.None"/>.</summary>
    public DenialCode CappedBy { get; init; }

    public bool IsApproved => Code == DenialCode.None;
}
