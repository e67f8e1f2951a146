namespace Trading.Runtime.Reports;

/// <summary>One setting of a run as a person reads it: <c>Fast average</c>, <c>EMA 20</c>.</summary>
public readonly record struct ReportSetting(string Label, string Value);
