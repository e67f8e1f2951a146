namespace Trading.Runtime.Data;

/// <summary>Which of two numbers ahead of a year is the month.</summary>
public enum DayAndMonth
{
    MonthFirst,
    DayFirst,
}
