using Microsoft.Build.Utilities;
using MirageGen.Build.Tests.Graph;

namespace MirageGen.Build.Tests;

public sealed class FindArgumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_argument_is_found_with_its_default()
    {
        var task = Task("port", Graphs.Website);

        Assert.True(task.Execute());

        Assert.Equal((true, "8080"), (task.IsFound, task.Default));
    }

    [Theory]
    [InlineData("port", "// graph X xen\n// node port|--port|argument|", true)]
    [InlineData("port", "// graph X xen\n// node port|--web-port|argument|\n// default port|80", false)]
    [InlineData("port", "// graph X xen\n// node port|--port|device|", false)]
    [InlineData("site", Graphs.Website, false)]
    public void What_has_no_default_or_is_no_argument_gives_none(string name, string source, bool isFound)
    {
        var task = Task(name, source);

        Assert.True(task.Execute());

        Assert.Equal((isFound, string.Empty), (task.IsFound, task.Default));
    }

    [Fact]
    public void A_graph_that_an_earlier_build_left_does_not_count()
    {
        var task = Task("port", Graphs.Website.Replace("8080", "80", StringComparison.Ordinal), Graphs.Website);
        File.SetLastWriteTimeUtc(task.Sources[0].ItemSpec, DateTime.UnixEpoch);

        Assert.True(task.Execute());

        Assert.Equal("8080", task.Default);
    }

    [Fact]
    public void Without_any_graph_there_is_no_argument()
    {
        var task = Task("port");

        Assert.True(task.Execute());

        Assert.False(task.IsFound);
    }

    [Fact]
    public void A_source_that_is_not_a_graph_is_one_error()
    {
        Assert.False(Task("port", "// graph X").Execute());

        Assert.Contains("'graph X' is not a line of a device graph", Assert.Single(_engine.Errors).Message, StringComparison.Ordinal);
    }

    private FindArgument Task(string name, params string[] sources) => new()
    {
        BuildEngine = _engine,
        Name = name,
        Sources = [.. sources.Select((source, i) => new TaskItem(_folder.Write($"Site{i}.Graph.g.cs", source)))],
    };
}
