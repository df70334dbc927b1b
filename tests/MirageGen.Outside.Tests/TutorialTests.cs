namespace MirageGen.Outside.Tests;

/// <summary>docs/tutorial.md, done to the letter.</summary>
public sealed class TutorialTests(Outside outside)
{
    private const string Tutorial = "docs/tutorial.md";

    private static readonly IReadOnlyList<string> Code = Documents.Blocks(Tutorial, "csharp");
    private static readonly IReadOnlyList<string> Shown = Documents.Blocks(Tutorial, string.Empty);

    private static string Class => Code[0];

    private static string ClassWithRoute
    {
        get
        {
            const string anchor = "        http.MapFiles";
            return Class.Replace(anchor, Code[1] + anchor, StringComparison.Ordinal);
        }
    }

    private static string ClassWithMistake => Class.Replace("    HttpServer http,\n", Code[2], StringComparison.Ordinal);

    [Fact]
    public async Task Its_site_serves_its_page_and_then_its_route()
    {
        Write("tutorial/MySite", Class);
        await using (var server = outside.Start("tutorial/MySite", Outside.DotNet, "run", "--", "--port", "0"))
        {
            Assert.Equal(Documents.Blocks(Tutorial, "html")[0], await outside.GetAsync(await server.PortAsync(), "/"));
            (await server.StopAsync()).Succeeded();
        }

        Write("tutorial/MySite", ClassWithRoute);
        await using (var server = outside.Start("tutorial/MySite", Outside.DotNet, "run", "--", "--port", "0"))
        {
            Assert.Equal("Hello, you!\n", await outside.GetAsync(await server.PortAsync(), "/hello/you"));
            (await server.StopAsync()).Succeeded();
        }

        (await outside.DotnetAsync("tutorial/MySite", "run", "--", "--port", "http")).Ended(2)
            .PrintedOnly(Shown.Single(text => text.StartsWith("MySite: ", StringComparison.Ordinal)).Trim());
    }

    [Fact]
    public async Task Its_mistake_is_said_as_it_tells()
    {
        Write("mistaken/MySite", ClassWithMistake);

        var error = (await outside.DotnetAsync("mistaken/MySite", "build")).FailedOnce();

        Assert.Contains(Shown.Single(text => text.StartsWith("MySite.cs(", StringComparison.Ordinal)).Trim(), error, StringComparison.Ordinal);
    }

    private void Write(string folder, string text) =>
        outside.Write(
            folder,
            ("MySite.csproj", Documents.Blocks(Tutorial, "xml")[0]),
            ("MySite.cs", text),
            ("pages/index.html", Documents.Blocks(Tutorial, "html")[0]));
}
