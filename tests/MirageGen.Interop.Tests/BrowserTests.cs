namespace MirageGen.Interop.Tests;

/// <summary>The website in a browser.</summary>
public sealed class BrowserTests(PublishedSite published)
{
    [Fact]
    public void Chromium_renders_the_front_page_with_its_style_and_pictures()
    {
        using var site = published.Start();
        var profile = Directory.CreateTempSubdirectory("miragegen-chromium-");
        try
        {
            var page = Shell.Run(
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--user-data-dir={profile.FullName}", "--virtual-time-budget=5000", "--dump-dom",
                site.Url + "/").Succeeded();

            Assert.Contains("<h1>", page, StringComparison.Ordinal);
            Assert.Contains("StaticWebsite", page, StringComparison.Ordinal);
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }
}
