namespace Trading.Runtime.Findings;

/// <summary>What was found of one part of the desk.</summary>
/// <param name="Check">A stable name, such as <c>schwab.login</c>.</param>
/// <param name="Says">What is so; never a secret.</param>
/// <param name="Do">What to do about it; empty where nothing is to be done.</param>
public sealed record Finding(string Check, Health Health, string Says, string Do = "");
