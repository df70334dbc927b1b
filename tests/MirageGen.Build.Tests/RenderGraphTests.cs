using Microsoft.Build.Utilities;
using MirageGen.Build.Tests.Graph;

namespace MirageGen.Build.Tests;

public sealed class RenderGraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_prints_the_tree_and_writes_both_pictures()
    {
        var task = Task(Graphs.Website);

        Assert.True(task.Execute());

        Assert.Contains("├─ http: HttpServer  MirageGen.Http", _engine.Messages);
        Assert.Equal(
            [_folder["out/Website.unix.mmd"], _folder["out/Website.unix.svg"]],
            Directory.GetFiles(_folder["out"]).Order(StringComparer.Ordinal));
        Assert.StartsWith("<svg", File.ReadAllText(_folder["out/Website.unix.svg"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class NothingToSee;", "no class marked [Unikernel]")]
    [InlineData("// graph X", "'graph X' is not a line of a device graph")]
    public void Without_a_graph_there_is_one_error(string source, string message)
    {
        Assert.False(Task(source).Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("MGEN209", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private RenderGraph Task(string source) => new()
    {
        BuildEngine = _engine,
        Sources = [new TaskItem(_folder.Write("Site.Graph.g.cs", source))],
        OutputDirectory = _folder["out"],
    };
}
