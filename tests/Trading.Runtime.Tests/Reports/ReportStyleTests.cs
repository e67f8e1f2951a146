using System.Globalization;
using System.Text.RegularExpressions;

namespace Trading.Runtime.Tests.Reports;

/// <summary>The contrast of the page's colours by WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (shapes).</summary>
public sealed class ReportStyleTests
{
    private const double OfText = 4.5;
    private const double OfShapes = 3;
    private const double DarkestShade = 0.55;

    private static readonly string Style = Regex.Match(Runs.HtmlOf(Runs.EmptyReport), "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value;

    public static TheoryData<bool> Schemes => [false, true];

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Text_stands_out_from_what_is_behind_it(bool isDark)
    {
        foreach (var behind in (string[])["page", "card", "wash"])
            foreach (var text in (string[])["text", "muted", "accent", "up", "down"])
                AssertContrast(OfText, Color(isDark, text), Color(isDark, behind), $"{text} on {behind}");
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Numbers_stand_out_from_the_darkest_shade_of_the_heat_map(bool isDark)
    {
        foreach (var shade in (string[])["up-rgb", "down-rgb"])
        {
            var (over, under) = (Color(isDark, shade), Color(isDark, "card"));
            AssertContrast(OfText, Color(isDark, "text"), [.. over.Zip(under, (o, u) => (o * DarkestShade) + (u * (1 - DarkestShade)))], shade);
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Lines_and_marks_stand_out_from_the_card(bool isDark)
    {
        foreach (var shape in (string[])["accent", "up", "down", "price", "long", "short"])
            AssertContrast(OfShapes, Color(isDark, shape), Color(isDark, "card"), shape);
    }

    [Fact]
    public void Each_colour_of_the_light_page_has_one_in_the_dark()
    {
        static IEnumerable<string> Names(string block) => Regex.Matches(block, "--([a-z-]+):").Select(match => match.Groups[1].Value).Order();

        Assert.Equal(Names(Block(isDark: false)), Names(Block(isDark: true)));
        Assert.Subset(Names(Block(isDark: false)).ToHashSet(), Regex.Matches(Style, @"var\(--([a-z-]+)\)").Select(match => match.Groups[1].Value).ToHashSet());
    }

    private static string Block(bool isDark) => Regex.Matches(Style, @":root \{(.*?)\}", RegexOptions.Singleline)[isDark ? 1 : 0].Value;

    private static double[] Color(bool isDark, string name)
    {
        var value = Regex.Match(Block(isDark), $"--{name}: ([^;]+);").Groups[1].Value;
        if (value[0] != '#') return [.. value.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        var digits = value.Length == 4 ? string.Concat(value[1..].Select(digit => $"{digit}{digit}")) : value[1..];
        return [.. Convert.FromHexString(digits).Select(part => (double)part)];
    }

    private static void AssertContrast(double least, double[] one, double[] other, string what)
    {
        var (high, low) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        var contrast = (high + 0.05) / (low + 0.05);
        Assert.True(contrast >= least, $"{what}: contrast {contrast:0.00}, at least {least} needed");
    }

    private static double Luminance(double[] color)
    {
        double Linear(int part) => color[part] / 255 is var value && value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        return (0.2126 * Linear(0)) + (0.7152 * Linear(1)) + (0.0722 * Linear(2));
    }
}
