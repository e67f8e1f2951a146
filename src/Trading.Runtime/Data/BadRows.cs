namespace Trading.Runtime.Data;

/// <summary>What becomes of rows that are no bars.</summary>
public enum BadRows
{
    /// <summary>Any bad row refuses the data, and all are counted and the first told.</summary>
    Refuse,

    /// <summary>Bad rows are left out, counted, and the first told as notes.</summary>
    LeaveOut,
}
