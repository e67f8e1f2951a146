namespace Trading.Runtime.Data;

/// <summary>Which end of an intraday bar its time names.</summary>
public enum BarStamp
{
    Start,
    End,
}
