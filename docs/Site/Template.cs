using System.Text;
using System.Text.RegularExpressions;
using Scriban.Runtime;

namespace MirageGen.DocsSite;

/// <summary>The frames around pages (Scriban).</summary>
internal static partial class Template
{
    public static byte[] Render(
        string name, IReadOnlyList<SiteSection> sections, string page, string title, string content)
    {
        using var reader = new StreamReader(typeof(Template).Assembly.GetManifestResourceStream(name)!);
        var template = Scriban.Template.Parse(Indentation().Replace(reader.ReadToEnd(), string.Empty), name);
        if (template.HasErrors)
        {
            throw new InvalidOperationException(string.Join('\n', template.Messages));
        }

        // A page that is served in place of any missing one cannot know where it is: its links start at the root.
        var home = page == "404.html" ? "/" : MarkdownPage.ToRoot(page);
        var model = new ScriptObject
        {
            ["title"] = title,
            ["content"] = content,
            ["home"] = home,
            ["page"] = page,
            ["sections"] = sections.Where(section => section.Title.Length > 0).Select(section => new ScriptObject
            {
                ["title"] = section.Title,
                ["documents"] = section.Documents.Select(document => new ScriptObject
                {
                    ["title"] = document.Title,
                    ["url"] = home + document.Page,
                    ["current"] = document.Page == page,
                }).ToArray(),
            }).ToArray(),
        };
        var context = new Scriban.TemplateContext { StrictVariables = true, NewLine = "\n" };
        context.PushGlobal(model);
        return Encoding.UTF8.GetBytes(template.Render(context).Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    /// <summary>Each page has the frame in it, and is compressed by itself: what shows the frame's structure to us would be in all of them.</summary>
    [GeneratedRegex("^ +", RegexOptions.Multiline)]
    private static partial Regex Indentation();
}
