using System.Globalization;
using System.Runtime.CompilerServices;

namespace Trading.Runtime.Reports.Html;

/// <summary>An interpolated string that is written as HTML while it is put together.</summary>
/// <param name="literalLength">Asked for by the compiler, of no use to what is written at once.</param>
/// <param name="formattedCount">As <paramref name="literalLength"/>.</param>
[InterpolatedStringHandler]
#pragma warning disable CS9113
internal readonly ref struct HtmlMarkup(int literalLength, int formattedCount, HtmlWriter html)
#pragma warning restore CS9113
{
    public void AppendLiteral(string markup) => html.Raw(markup);

    public void AppendFormatted(string? text) => html.Text(text);

    public void AppendFormatted(long number) => html.Raw(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether it was written to a writer.</summary>
    public bool IsIn(HtmlWriter writer) => ReferenceEquals(writer, html);
}
