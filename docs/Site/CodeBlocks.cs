using System.Net;
using ColorCode;
using ColorCode.Styling;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace MirageGen.DocsSite;

/// <summary>Renders fenced code with its syntax marked by CSS classes.</summary>
internal sealed class CodeBlocks : HtmlObjectRenderer<CodeBlock>
{
    private static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
    {
        ["csharp"] = "csharp",
        ["cs"] = "csharp",
        ["c#"] = "csharp",
        ["xml"] = "xml",
        ["json"] = "json",
    };

    public static string Highlight(string code, string? language)
    {
        var html = language is not null && Languages.TryGetValue(language, out var id)
            ? Body(new HtmlClassFormatter(StyleDictionary.DefaultLight).GetHtmlString(code, ColorCode.Languages.FindById(id)))
            : WebUtility.HtmlEncode(code);
        return $"<pre><code>{html.Trim('\n')}</code></pre>\n";
    }

    protected override void Write(HtmlRenderer renderer, CodeBlock obj) =>
        renderer.Write(Highlight(obj.Lines.ToString().TrimEnd(), (obj as FencedCodeBlock)?.Info));

    /// <summary>The formatter wraps its marks in a div and a pre of its own.</summary>
    private static string Body(string html)
    {
        var start = html.IndexOf("<pre>", StringComparison.Ordinal) + "<pre>".Length;
        return html[start..html.LastIndexOf("</pre>", StringComparison.Ordinal)].Replace("\r", string.Empty, StringComparison.Ordinal);
    }
}
