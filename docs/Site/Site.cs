using System.Text;

namespace MirageGen.DocsSite;

/// <summary>The whole site: pages rendered from documents, and the assets beside this file.</summary>
public static class Site
{
    /// <summary>Renders every file of the site.</summary>
    /// <param name="root">The root of the checkout.</param>
    /// <returns>Contents by path from the root of the site.</returns>
    public static SortedDictionary<string, byte[]> Render(string root)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        var sections = SiteMap.Of(root);
        var pictures = SiteMap.Pictures(root);
        var pages = sections.SelectMany(section => section.Documents).ToDictionary(document => document.Source, document => document.Page);
        foreach (var document in sections.SelectMany(section => section.Documents))
        {
            var page = MarkdownPage.Render(root, document, pages, pictures);
            files[document.Page] = Template.Render("page.html", sections, document.Page, page.Title, page.Html);
        }

        files["index.html"] = Template.Render("landing.html", sections, "index.html", "MirageGen", LandingSample(root));
        files["404.html"] = Template.Render("missing.html", sections, "404.html", "No such page", string.Empty);
        foreach (var asset in Directory.EnumerateFiles(Path.Combine(root, "docs", "Site", "Assets")))
        {
            files[Path.GetFileName(asset)] = File.ReadAllBytes(asset);
        }

        foreach (var picture in pictures)
        {
            files[Path.GetFileName(picture)] = File.ReadAllBytes(Path.Combine(root, picture));
        }

        return files;
    }

    /// <summary>Makes a directory hold exactly these files; those that are right already are not touched.</summary>
    public static void Write(SortedDictionary<string, byte[]> files, string output)
    {
        Directory.CreateDirectory(output);
        foreach (var stale in Directory.EnumerateFiles(output, "*", SearchOption.AllDirectories)
            .Where(file => !files.ContainsKey(Path.GetRelativePath(output, file).Replace('\\', '/'))))
        {
            File.Delete(stale);
        }

        foreach (var (path, content) in files)
        {
            var file = Path.Combine(output, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            if (!File.Exists(file) || !File.ReadAllBytes(file).AsSpan().SequenceEqual(content))
            {
                File.WriteAllBytes(file, content);
            }
        }
    }

    private static string LandingSample(string root)
    {
        var source = File.ReadAllText(Path.Combine(root, "examples", "StaticWebsite", "StaticWebsite.cs"), Encoding.UTF8);
        return CodeBlocks.Highlight(source.Trim(), "csharp");
    }
}
