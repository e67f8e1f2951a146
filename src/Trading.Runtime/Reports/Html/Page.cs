using System.Security.Cryptography;
using System.Text;

namespace Trading.Runtime.Reports.Html;

/// <summary>The page around a report: its style, its script, and the policy that allows nothing else.</summary>
internal static class Page
{
    private static readonly string Style = Resource("Report.css");
    private static readonly string Script = Resource("Report.js");
    private static readonly string ScriptHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));

    public static void WriteHead(HtmlWriter html, string title)
    {
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\"><head><meta charset=\"utf-8\"/>\n");
        html.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{ScriptHash}'; base-uri 'none'; form-action 'none'\"/>\n");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"color-scheme\" content=\"light dark\"/>\n");
        html.Write($"<title>{title} \u2013 backtest</title>\n<style>");
        html.Raw(Style);
        html.Raw("</style></head>\n<body>\n");
    }

    public static void WriteEnd(HtmlWriter html)
    {
        html.Raw("<script>");
        html.Raw(Script);
        html.Raw("</script>\n</body></html>\n");
    }

    /// <summary>A file of the assembly, with the line ends that a browser makes of any.</summary>
    private static string Resource(string name)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}: the project file embeds it.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
