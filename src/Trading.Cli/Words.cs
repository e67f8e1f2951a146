namespace Trading.Cli;

/// <summary>How the values of an enumeration are written on the command line: in camel case.</summary>
internal static class Words
{
    /// <summary>In the order of the values.</summary>
    public static string[] Of<T>()
        where T : struct, Enum => Of(typeof(T));

    public static string[] Of(Type enumeration) => [.. Enum.GetNames(enumeration).Select(name => char.ToLowerInvariant(name[0]) + name[1..])];
}
