using System.Collections;
using System.Reflection;

namespace Trading.Tests.Messages;

/// <summary>Compares values by all they hold: records that hold arrays and histories are not equal by themselves.</summary>
internal static class Structure
{
    public static void AssertSame(object? expected, object? actual) => Assert.Null(Difference(expected, actual, "$"));

    /// <summary>The first place where the two differ, or null.</summary>
    public static string? Difference(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null || expected.GetType() != actual.GetType())
            return ReferenceEquals(expected, actual) ? null : $"{path}: expected {expected ?? "null"}, got {actual ?? "null"}";
        if (expected is not string && expected is IEnumerable left && actual is IEnumerable right)
            return DifferenceOfItems([.. left.Cast<object?>()], [.. right.Cast<object?>()], path);
        if (expected is string || expected.GetType().IsValueType)
            return expected.Equals(actual) ? null : $"{path}: expected {expected}, got {actual}";
        foreach (var property in expected.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.CanWrite && Difference(property.GetValue(expected), property.GetValue(actual), $"{path}.{property.Name}") is { } found) return found;
        return expected.GetType().GetProperties().Any(property => property.CanWrite) || expected.Equals(actual) ? null : $"{path}: expected {expected}, got {actual}";
    }

    private static string? DifferenceOfItems(List<object?> expected, List<object?> actual, string path)
    {
        if (expected.Count != actual.Count) return $"{path}: expected {expected.Count} items, got {actual.Count}";
        for (var i = 0; i < expected.Count; i++)
            if (Difference(expected[i], actual[i], $"{path}[{i}]") is { } found) return found;
        return null;
    }
}
