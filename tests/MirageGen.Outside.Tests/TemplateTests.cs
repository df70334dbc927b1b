namespace MirageGen.Outside.Tests;

/// <summary><c>dotnet new unikernel</c>, and the verbs a user knows.</summary>
public sealed class TemplateTests(Outside outside, BuiltTemplate template) : IClassFixture<BuiltTemplate>
{
    private const string Output = "MySite/MySite/bin/unix/Debug/net10.0";

    [Fact]
    public async Task The_template_builds_without_a_warning_and_its_test_passes()
    {
        template.Build.Succeeded().Printed("0 Warning(s)");

        (await outside.DotnetAsync("MySite", "test", "--no-build")).Succeeded().Printed("succeeded: 1");
    }

    [Fact]
    public async Task It_runs_and_stops_when_told()
    {
        template.Build.Succeeded();
        await using var server = outside.Start(".", outside[$"{Output}/MySite"], "--port", "0");
        var port = await server.PortAsync();

        Assert.Contains("<h1>It works</h1>", await outside.GetAsync(port, "/"), StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ", await outside.GetAsync(port, "/time"));
        (await server.StopAsync()).Succeeded();
    }

    [Fact]
    public async Task The_graph_is_printed_and_drawn()
    {
        (await outside.DotnetAsync("MySite", "build", "MySite", "-t:MirageGraph")).Succeeded()
            .Printed("MySite on unix").Printed("HostStack").Printed("--port");

        Assert.StartsWith("<svg", await ReadAsync($"{Output}/MySite.unix.svg"), StringComparison.Ordinal);
        Assert.StartsWith("flowchart", await ReadAsync($"{Output}/MySite.unix.mmd"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my-site")]
    [InlineData("My.Site")]
    public async Task A_name_that_is_no_class_name_builds_too(string name)
    {
        await outside.NewAsync("unikernel", "-n", name);

        (await outside.DotnetAsync(name, "build")).Succeeded().Printed("0 Warning(s)");
    }

    private Task<string> ReadAsync(string path) => File.ReadAllTextAsync(outside[path], TestContext.Current.CancellationToken);
}
