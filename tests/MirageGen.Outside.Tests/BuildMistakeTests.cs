namespace MirageGen.Outside.Tests;

/// <summary>Each mistake that is not in a source is one error too, where it was made, in words that help.</summary>
public sealed class BuildMistakeTests(Outside outside)
{
    private const string Project = """<Project Sdk="MirageGen.Sdk/1.0.0" />""";

    private const string Site = """
        [Unikernel]
        public sealed class Site(IConsole console, [Embed("pages")] IKeyValueReader pages)
        {
            public async Task RunAsync() => console.WriteLine($"{(await pages.ListAsync(Key.Root)).Count}");
        }
        """;

    [Fact]
    public async Task An_unknown_target_names_those_there_are()
    {
        Write("target", ("pages/a.txt", "a"));

        var error = (await outside.DotnetAsync("target", "build", "-p:MirageTarget=unx")).FailedOnce();

        Assert.Contains("target.csproj", error, StringComparison.Ordinal);
        Assert.Contains("error MGEN201: MirageTarget is 'unx', which is no target; choose one of: unix", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_network_names_those_there_are()
    {
        Write("network", ("pages/a.txt", "a"));

        var error = (await outside.DotnetAsync("network", "build", "-p:MirageNet=tap")).FailedOnce();

        Assert.Contains("error MGEN202: MirageNet is 'tap'; choose one of: sockets", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publish_without_the_native_compiler_does_not_pretend()
    {
        Write("compiler", ("pages/a.txt", "a"));
        (await outside.DotnetAsync("compiler", "restore", "-p:PublishAot=false")).Succeeded();

        var error = (await outside.DotnetAsync("compiler", "publish", "--no-restore")).FailedOnce();

        Assert.Contains("error MGEN203", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_embedded_is_an_error_at_the_file()
    {
        Write("name", ("pages/back\\slash.txt", "a"));

        var error = (await outside.DotnetAsync("name", "build")).FailedOnce();

        Assert.Contains("pages/back\\slash.txt : error MGEN204", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_in_a_circle_is_an_error_at_the_link()
    {
        Write("link", ("pages/a.txt", "a"));
        Directory.CreateSymbolicLink(outside["link/pages/up"], outside["link/pages"]);

        var error = (await outside.DotnetAsync("link", "build")).FailedOnce();

        Assert.Contains("pages/up : error MGEN205", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_date_that_is_none_is_an_error()
    {
        Write("date", ("pages/a.txt", "a"));

        var error = (await outside.DotnetAsync("date", "build", "-p:SOURCE_DATE_EPOCH=today")).FailedOnce();

        Assert.Contains("error MGEN208: SOURCE_DATE_EPOCH is 'today'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_an_error()
    {
        Write("output", ("pages/a.txt", "a"), ("obj/unix/Debug/net10.0/mirage", "a file where the build wants a folder"));

        var error = (await outside.DotnetAsync("output", "build")).FailedOnce();

        Assert.Contains("/output : error MGEN207", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_graph_without_an_appliance_is_an_error()
    {
        outside.Write("graph", ("graph.csproj", Project), ("Program.cs", "Console.WriteLine();"));

        var error = (await outside.DotnetAsync("graph", "build", "-t:MirageGraph")).FailedOnce();

        Assert.Contains("error MGEN209", error, StringComparison.Ordinal);
    }

    private void Write(string name, params (string Path, string Text)[] files) =>
        outside.Write(name, [($"{name}.csproj", Project), ("Site.cs", Site), .. files]);
}
