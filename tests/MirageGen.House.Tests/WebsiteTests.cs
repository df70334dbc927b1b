using MirageGen.DocsSite;

namespace MirageGen.House.Tests;

/// <summary>The website example holds the documents as they are now.</summary>
public sealed class WebsiteTests
{
    private const string Remedy = "run 'dotnet run --project docs/Site' and commit what it writes";

    [Fact]
    public void The_websites_content_is_rendered_from_the_documents()
    {
        var content = Path.Combine(Repository.Root, "examples", "StaticWebsite", "htdocs");
        var rendered = Site.Render(Repository.Root);
        var present = Directory.EnumerateFiles(content, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(content, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

        Assert.Equal(rendered.Keys, present);
        Assert.All(rendered, file => Assert.True(
            File.ReadAllBytes(Path.Combine(content, file.Key)).AsSpan().SequenceEqual(file.Value), $"{file.Key} is stale: {Remedy}"));
    }

    [Fact]
    public void Every_link_of_the_website_leads_to_a_page_of_it()
    {
        var rendered = Site.Render(Repository.Root);
        var dead =
            from page in rendered
            where page.Key.EndsWith(".html", StringComparison.Ordinal)
            from link in Links.Of(page.Value)
            where !link.Contains(':', StringComparison.Ordinal)
            let target = Links.Resolve(page.Key, link)
            where !rendered.ContainsKey(target)
            select $"{page.Key}: {link}";

        Assert.Empty(dead);
    }
}
