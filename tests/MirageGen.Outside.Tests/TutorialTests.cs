namespace MirageGen.Outside.Tests;

/// <summary>docs/tutorial.md, done to the letter.</summary>
public sealed class TutorialTests(Outside outside)
{
    private const string Tutorial = "docs/tutorial.md";

    private static readonly IReadOnlyList<string> Code = Documents.Blocks(Tutorial, "csharp");

    /// <summary>What a program or the build says.</summary>
    private static readonly IReadOnlyList<string> Said = [.. Documents.Blocks(Tutorial, string.Empty), .. Documents.Quotes(Tutorial)];

    private static string Class => Code[0];

    private static string ClassWithRoute =>
        Class.Replace("        http.MapFiles", Indented(Code[1], 8) + "        http.MapFiles", StringComparison.Ordinal);

    private static string ClassWithMistake => Class.Replace("    HttpServer http,\n", Indented(Code[2], 4), StringComparison.Ordinal);

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
            .PrintedOnly(Said.Single(text => text.StartsWith("MySite: ", StringComparison.Ordinal)).Trim());
    }

    [Fact]
    public async Task Its_mistake_is_said_as_it_tells()
    {
        Write("mistaken/MySite", ClassWithMistake);

        var error = (await outside.DotnetAsync("mistaken/MySite", "build")).FailedOnce();

        Assert.Contains(Said.Single(text => text.StartsWith("MySite.cs(", StringComparison.Ordinal)).Trim(), error, StringComparison.Ordinal);
    }

    private static string Indented(string text, int columns) =>
        string.Concat(text.TrimEnd('\n').Split('\n').Select(line => $"{new string(' ', columns)}{line}\n"));

    private void Write(string folder, string text) =>
        outside.Write(
            folder,
            ("MySite.csproj", Documents.Blocks(Tutorial, "xml")[0]),
            ("MySite.cs", text),
            ("pages/index.html", Documents.Blocks(Tutorial, "html")[0]));
}
