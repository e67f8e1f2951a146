using System.CommandLine;

namespace Trading.Cli.Desks;

/// <summary>The option that says where a desk keeps its memory.</summary>
internal static class BusOption
{
    public const string Journal = "journal";
    public const string Redis = "redis";

    public static Option<string> Make(string description)
    {
        var option = new Option<string>("--bus") { Description = description, HelpName = $"{Journal}|{Redis}", DefaultValueFactory = _ => Journal };
        option.AcceptOnlyFromAmong(Journal, Redis);
        return option;
    }
}
