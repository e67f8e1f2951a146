namespace Trading.Indicators;

/// <summary>Whether a channel takes in the bar that it is compared with.</summary>
public enum DonchianWindow
{
    /// <summary>The n bars before the current one, which can therefore break out of the channel.</summary>
    BeforeCurrent,

    /// <summary>The last n bars with the current one, which can then touch the channel but never leave it.</summary>
    IncludingCurrent,
}
