using Microsoft.Build.Utilities;

namespace MirageGen.Build.Tests;

public sealed class EmbedContentTests : IDisposable
{
    private readonly TemporaryFolder _project = new();
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void It_answers_with_the_assembly_and_the_list()
    {
        _project.Write("htdocs/a.txt", "a");
        using var task = Task("htdocs");

        Assert.True(task.Execute());

        Assert.True(File.Exists(task.Assembly!.ItemSpec));
        Assert.True(File.Exists(task.List!.ItemSpec));
        Assert.Empty(_engine.Errors);
    }

    [Fact]
    public void Without_a_directory_there_is_a_list_and_no_assembly()
    {
        using var task = Task("missing");

        Assert.True(task.Execute());

        Assert.Null(task.Assembly);
        Assert.Empty(File.ReadAllText(task.List!.ItemSpec));
    }

    [Fact]
    public void What_cannot_be_embedded_is_one_error_with_its_code_and_file()
    {
        var path = _project.Write("htdocs/back\\slash.txt", "a");
        using var task = Task("htdocs");

        Assert.False(task.Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("MGEN204", path), (error.Code, error.File));
        Assert.Equal("https://miragegen.dev/diagnostics/MGEN204", error.HelpLink);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-1")]
    [InlineData("99999999999999")]
    public void A_source_date_that_is_no_time_is_an_error(string epoch)
    {
        using var task = Task("htdocs");
        task.SourceDateEpoch = epoch;

        Assert.False(task.Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("MGEN208", error.Code);
        Assert.Contains(epoch, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip", "GZIP")]
    public void An_encoding_that_is_not_known_is_an_error(params string[] encodings)
    {
        using var task = Task("htdocs");
        task.Encodings = encodings;

        Assert.False(task.Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("MGEN210", error.Code);
        Assert.Contains(encodings[^1], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_larger_than_an_image_is_an_error_before_anything_is_read()
    {
        _project.Write("htdocs/a.txt", "a");
        using (var sparse = File.Create(_project["htdocs/disk.img"]))
        {
            sparse.SetLength(3L << 30);
        }

        using var task = Task("htdocs");

        Assert.False(task.Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("MGEN206", _project["htdocs"]), (error.Code, error.File));
        Assert.Contains("3072 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_ends_it_without_an_assembly()
    {
        _project.Write("htdocs/a.txt", "a");
        using var task = Task("htdocs");
        task.Cancel();

        Assert.False(task.Execute());
        Assert.Null(task.Assembly);
    }

    private EmbedContent Task(string directory) => new()
    {
        BuildEngine = _engine,
        Sources = [new TaskItem(_project.Write("Site.cs", $"class Site([Embed(\"{directory}\")] R r);"))],
        ProjectDirectory = _project.Path,
        AssemblyName = "Site",
        OutputDirectory = _project["obj"],
    };
}
