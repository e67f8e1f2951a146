using System.Runtime.CompilerServices;

namespace Trading.Runtime.Reports.Html;

/// <summary>Writes HTML in which whatever is put into a hole of the markup is text, never markup.</summary>
/// <remarks>The markup is well-formed XML too, so that a program can read the page as well.</remarks>
internal sealed class HtmlWriter(TextWriter output)
{
    /// <summary>Writes markup; its holes are escaped: <c>html.Write($"&lt;td&gt;{name}&lt;/td&gt;")</c>.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] ref HtmlMarkup markup)
    {
        if (!markup.IsIn(this)) throw new ArgumentException("The markup was written elsewhere.", nameof(markup));
    }

    /// <summary>Writes markup of our own as it is.</summary>
    public void Raw(string markup) => output.Write(markup);

    /// <summary>Writes text for an element or a quoted attribute. What XML does not allow becomes a replacement character.</summary>
    public void Text(string? text)
    {
        if (text is null) return;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&': output.Write("&amp;"); break;
                case '<': output.Write("&lt;"); break;
                case '>': output.Write("&gt;"); break;
                case '"': output.Write("&quot;"); break;
                case '\'': output.Write("&#39;"); break;
                case '\t' or '\n' or '\r': output.Write(' '); break;
                case < ' ' or '\u007f' or '\ufffe' or '\uffff': output.Write('\ufffd'); break;
                default: i += Character(text, i); break;
            }
        }
    }

    /// <summary>Writes a character that may take two places, and returns the places beyond the first.</summary>
    private int Character(string text, int at)
    {
        if (!char.IsSurrogate(text[at]))
        {
            output.Write(text[at]);
            return 0;
        }
        if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
        {
            output.Write(text[at]);
            output.Write(text[at + 1]);
            return 1;
        }
        output.Write('\ufffd');
        return 0;
    }
}
