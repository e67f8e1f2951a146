namespace Trading.Runtime.Exchange.Costs;

/// <summary>Charges are booked in whole cents.</summary>
internal static class Cents
{
    public static decimal Nearest(decimal dollars) => decimal.Round(dollars, 2, MidpointRounding.AwayFromZero);

    public static decimal Up(decimal dollars) => decimal.Round(dollars, 2, MidpointRounding.ToPositiveInfinity);
}
