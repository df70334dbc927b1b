using System.Net;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace MirageGen.DocsSite;

/// <summary>Renders code within a line; a path may break after each of its parts.</summary>
internal sealed class CodeSpans : HtmlObjectRenderer<CodeInline>
{
    protected override void Write(HtmlRenderer renderer, CodeInline obj) =>
        renderer.Write("<code>")
            .Write(WebUtility.HtmlEncode(obj.Content).Replace("/", "/<wbr>", StringComparison.Ordinal))
            .Write("</code>");
}
