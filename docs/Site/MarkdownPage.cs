using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace MirageGen.DocsSite;

/// <summary>One document as HTML, its links turned to the site's pages.</summary>
internal sealed record MarkdownPage(string Title, string Html)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseAutoIdentifiers()
        .Build();

    public static MarkdownPage Render(string root, SiteDocument document, IReadOnlyDictionary<string, string> pages, IReadOnlyList<string> pictures)
    {
        var markdown = Markdown.Parse(File.ReadAllText(Path.Combine(root, document.Source)), Pipeline);
        foreach (var link in markdown.Descendants<LinkInline>().ToArray())
        {
            if (link.IsImage && !pictures.Contains(Normalize(document.Source, link.Url ?? string.Empty)))
            {
                Remove(link);
                continue;
            }

            if (Redirect(link.Url ?? string.Empty, document, pages) is { } url)
            {
                link.Url = url;
            }
            else
            {
                Unlink(link);
            }
        }

        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new CodeBlocks());
        renderer.ObjectRenderers.Replace<CodeInlineRenderer>(new CodeSpans());
        renderer.Render(markdown);
        var heading = markdown.Descendants<HeadingBlock>().FirstOrDefault(block => block.Level == 1);
        return new(heading?.Inline?.FirstChild?.ToString() ?? document.Title, writer.ToString());
    }

    private static void Remove(LinkInline picture)
    {
        var paragraph = picture.Parent!.ParentBlock!;
        picture.Remove();
        if (paragraph.Inline!.FirstChild is null)
        {
            paragraph.Parent!.Remove(paragraph);
        }
    }

    /// <summary>Leaves of a link what it says.</summary>
    private static void Unlink(LinkInline link)
    {
        while (link.FirstChild is { } child)
        {
            child.Remove();
            link.InsertBefore(child);
        }

        link.Remove();
    }

    /// <summary>A link between documents becomes one between pages; of one to a file that is no page nothing becomes.</summary>
    private static string? Redirect(string url, SiteDocument from, IReadOnlyDictionary<string, string> pages)
    {
        if (url.Contains("://", StringComparison.Ordinal) || url.StartsWith('#'))
        {
            return url;
        }

        var hash = url.IndexOf('#', StringComparison.Ordinal);
        var path = hash < 0 ? url : url[..hash];
        var fragment = hash < 0 ? string.Empty : url[hash..];
        var target = Normalize(from.Source, path);
        if (target.EndsWith(".svg", StringComparison.Ordinal))
        {
            return ToRoot(from.Page) + Path.GetFileName(target);
        }

        return pages.TryGetValue(target, out var page) || pages.TryGetValue(target + "/README.md", out page)
            ? ToRoot(from.Page) + page + fragment
            : null;
    }

    internal static string ToRoot(string page) => string.Concat(Enumerable.Repeat("../", page.Count(c => c == '/')));

    private static string Normalize(string from, string path)
    {
        var parts = new List<string>();
        foreach (var part in $"{Path.GetDirectoryName(from)}/{path}".Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
