namespace MirageGen.Outside.Tests;

/// <summary><c>dotnet new unikernel</c>, and the verbs a user knows.</summary>
[Collection(nameof(Outside))]
public sealed class TemplateTests(Outside outside)
{
    [Fact]
    public async Task The_template_builds_without_a_warning_and_its_test_passes()
    {
        var build = (await outside.DotnetAsync("MySite", "build")).Succeeded();
        Assert.Contains("0 Warning(s)", build.Output, StringComparison.Ordinal);

        var test = (await outside.DotnetAsync("MySite", "test", "--no-build")).Succeeded();
        Assert.Contains("succeeded: 1", test.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_and_stops_when_told()
    {
        var port = Curl.FreePort();
        (await outside.DotnetAsync("MySite", "build", "MySite")).Succeeded();
        await using var server = outside.Serve(outside["MySite/MySite/bin/unix/Debug/net10.0/MySite"], "--port", $"{port}");

        Assert.Contains("<h1>It works</h1>", await outside.GetAsync(port, "/"), StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", await outside.GetAsync(port, "/time"));
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task It_publishes_as_one_native_program_that_carries_its_pages()
    {
        outside.Write("MySite/MySite", ("pages/large.txt", string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i}\n"))));
        (await outside.DotnetAsync("MySite", "publish", "MySite")).Succeeded();

        var published = Directory.GetFiles(
            Directory.GetDirectories(outside["MySite/MySite/bin/unix/Release/net10.0"], "publish", SearchOption.AllDirectories).Single());
        var program = Assert.Single(published);
        Assert.Equal("MySite", Path.GetFileName(program));
        Assert.InRange(new FileInfo(program).Length, 500_000, 8_000_000);
        var native = new NativeProgram(await File.ReadAllBytesAsync(program, Cancellation));
        Assert.True(native.IsReadOnly("<h1>It works</h1>"u8));

        var port = Curl.FreePort();
        await using var server = outside.Serve(program, "--port", $"{port}");
        Assert.Contains("line 4999", await outside.GetAsync(port, "/large.txt", "--compressed"), StringComparison.Ordinal);
        Assert.Contains(
            "Content-Encoding: gzip",
            await outside.GetAsync(port, "/large.txt", "--head", "--header", "Accept-Encoding: gzip"),
            StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact]
    public async Task The_graph_is_printed_and_drawn()
    {
        var graph = (await outside.DotnetAsync("MySite", "build", "MySite", "-t:MirageGraph")).Succeeded();

        Assert.Contains("MySite on unix", graph.Output, StringComparison.Ordinal);
        Assert.Contains("HostStack", graph.Output, StringComparison.Ordinal);
        Assert.Contains("--port", graph.Output, StringComparison.Ordinal);
        var folder = outside["MySite/MySite/bin/unix/Debug/net10.0"];
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(folder, "MySite.unix.svg"), Cancellation), StringComparison.Ordinal);
        Assert.StartsWith("flowchart", await File.ReadAllTextAsync(Path.Combine(folder, "MySite.unix.mmd"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_build_packs_nothing_again_and_clean_leaves_nothing()
    {
        (await outside.DotnetAsync("MySite", "build", "MySite")).Succeeded();
        var content = outside["MySite/MySite/obj/unix/Debug/net10.0/mirage/MySite.Embedded.dll"];
        var copy = outside["MySite/MySite/bin/unix/Debug/net10.0/MySite.Embedded.dll"];
        Assert.True(File.Exists(copy));
        var written = File.GetLastWriteTimeUtc(content);

        (await outside.DotnetAsync("MySite", "build", "MySite")).Succeeded();
        Assert.Equal(written, File.GetLastWriteTimeUtc(content));

        (await outside.DotnetAsync("MySite", "clean", "MySite")).Succeeded();
        Assert.False(File.Exists(copy));
        Assert.False(Directory.Exists(Path.GetDirectoryName(content)));
    }

    [Theory]
    [InlineData("my-site")]
    [InlineData("My.Site")]
    public async Task A_name_that_is_no_class_name_builds_too(string name)
    {
        await outside.NewAsync("unikernel", "-n", name);

        var build = (await outside.DotnetAsync(name, "build")).Succeeded();

        Assert.Contains("0 Warning(s)", build.Output, StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
