using MirageGen.Build.Embedding;
using MirageGen.Storage;

namespace MirageGen.Build.Tests.Embedding;

public sealed class ProjectEmbeddingTests : IDisposable
{
    private readonly TemporaryFolder _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void A_directory_is_listed_with_its_property_files_and_octets()
    {
        Ask("htdocs");
        _project.Write("htdocs/index.html", "<p>");
        _project.Write("htdocs/a/b.txt", "12345");

        var embedding = Run();

        Assert.Equal("htdocs\tMirageGen.Embedded.My_Site.Content.htdocs\t2\t8\n", File.ReadAllText(embedding.ListPath));
        Assert.Equal("My.Site.Embedded.dll", Path.GetFileName(embedding.AssemblyPath));
    }

    [Fact]
    public void Several_spellings_of_a_directory_share_one_image()
    {
        Ask("htdocs", "./htdocs/");
        _project.Write("htdocs/index.html", "<p>");

        Assert.Equal(
            ["./htdocs/\tMirageGen.Embedded.My_Site.Content.htdocs\t1\t3", "htdocs\tMirageGen.Embedded.My_Site.Content.htdocs\t1\t3"],
            File.ReadAllLines(Run().ListPath));
    }

    [Fact]
    public void Directories_that_would_have_one_property_get_two()
    {
        Ask("a-b", "a_b");
        _project.Write("a-b/1.txt", "1");
        _project.Write("a_b/2.txt", "2");

        var path = Run().AssemblyPath!;

        Assert.Equal("1", TextOf(path, "a_b", "1.txt"));
        Assert.Equal("2", TextOf(path, "a_b_2", "2.txt"));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("..")]
    [InlineData("../elsewhere")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("Site.cs")]
    public void What_is_no_directory_below_the_project_is_not_listed(string literal)
    {
        Ask(literal);

        var embedding = Run();

        Assert.Null(embedding.AssemblyPath);
        Assert.Empty(File.ReadAllText(embedding.ListPath));
    }

    [Fact]
    public void A_program_reads_its_content_through_the_property()
    {
        Ask("htdocs");
        _project.Write("htdocs/index.html", "hello");

        Assert.Equal("hello", TextOf(Run().AssemblyPath!, "htdocs", "index.html"));
    }

    [Fact]
    public void Nothing_is_written_when_nothing_has_changed()
    {
        Ask("htdocs");
        _project.Write("htdocs/index.html", "hello");
        var folder = Path.GetDirectoryName(Run().ListPath)!;
        var written = Directory.GetFiles(folder).ToDictionary(path => path, Age);

        Run();

        Assert.Equal(4, written.Count);
        Assert.Equal(written, Directory.GetFiles(folder).ToDictionary(path => path, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public void A_change_an_addition_and_a_deletion_are_noticed()
    {
        Ask("htdocs");
        _project.Write("htdocs/a.txt", "one");
        _project.Write("htdocs/b.txt", "one");
        Run();

        _project.Write("htdocs/a.txt", "changed");
        Assert.Equal("changed", TextOf(Run().AssemblyPath!, "htdocs", "a.txt"));

        _project.Write("htdocs/c.txt", "new");
        Assert.Equal("new", TextOf(Run().AssemblyPath!, "htdocs", "c.txt"));

        File.Delete(_project["htdocs/b.txt"]);
        Assert.Null(TextOf(Run().AssemblyPath!, "htdocs", "b.txt"));
    }

    [Fact]
    public void An_assembly_that_was_deleted_is_written_again()
    {
        Ask("htdocs");
        _project.Write("htdocs/a.txt", "one");
        File.Delete(Run().AssemblyPath!);

        Assert.Equal("one", TextOf(Run().AssemblyPath!, "htdocs", "a.txt"));
    }

    [Fact]
    public void The_same_content_gives_the_same_assembly_in_another_place_when_the_time_is_set()
    {
        using var other = new TemporaryFolder();
        foreach (var folder in new[] { _project, other })
        {
            folder.Write("Site.cs", "class Site([Embed(\"htdocs\")] R r);");
            folder.Write("htdocs/a/b.txt", new string('b', 1000));
            folder.Write("htdocs/c.txt", "c");
        }

        Age(_project["htdocs/c.txt"]);

        Assert.Equal(
            File.ReadAllBytes(Run(epoch: 1_700_000_000).AssemblyPath!),
            File.ReadAllBytes(Run(other, epoch: 1_700_000_000).AssemblyPath!));
    }

    [Fact]
    public void A_value_has_its_files_time_unless_one_is_set_for_all()
    {
        Ask("htdocs");
        _project.Write("htdocs/a.txt", "a");
        File.SetLastWriteTimeUtc(_project["htdocs/a.txt"], new DateTime(2001, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc));

        Assert.Equal(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero), TimeOf(Run()));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), TimeOf(Run(epoch: 1_700_000_000)));

        static DateTimeOffset TimeOf(ProjectEmbedding embedding)
        {
            using var content = new ContentOf(embedding.AssemblyPath!);
            Assert.True(content.Open("htdocs").TryGet("a.txt", out var value));
            return value.LastModified;
        }
    }

    [Fact]
    public void What_has_not_changed_is_not_compressed_again()
    {
        Ask("htdocs");
        _project.Write("htdocs/a.txt", new string('a', 5000));
        var image = Path.Combine(Path.GetDirectoryName(Run().ListPath)!, "htdocs.kv");
        var marked = File.ReadAllBytes(image);
        EmbeddedStore.Over(marked).TryGet("a.txt", out var before);
        System.Runtime.InteropServices.MemoryMarshal.AsMemory(before.Brotli).Span[^1] ^= 0xFF;
        File.WriteAllBytes(image, marked);
        _project.Write("htdocs/b.txt", "new");

        using var content = new ContentOf(Run().AssemblyPath!);

        content.Open("htdocs").TryGet("a.txt", out var after);
        Assert.Equal(before.Brotli.ToArray(), after.Brotli.ToArray());
    }

    [Fact]
    public void Only_the_forms_that_are_asked_for_are_embedded_also_when_others_were_before()
    {
        Ask("htdocs");
        _project.Write("htdocs/a.txt", new string('a', 5000));

        Assert.Equal((false, false), FormsOf(Run()));
        Assert.Equal((false, true), FormsOf(Run(encodings: ContentEncodings.Gzip)));
        Assert.Equal((true, false), FormsOf(Run(encodings: ContentEncodings.Brotli)));
        Assert.Equal((true, true), FormsOf(Run(encodings: ContentEncodings.None)));
        Assert.Equal((false, false), FormsOf(Run()));

        static (bool LacksGzip, bool LacksBrotli) FormsOf(ProjectEmbedding embedding)
        {
            using var content = new ContentOf(embedding.AssemblyPath!);
            Assert.True(content.Open("htdocs").TryGet("a.txt", out var value));
            return (value.Gzip.IsEmpty, value.Brotli.IsEmpty);
        }
    }

    [Fact]
    public void An_earlier_image_that_is_damaged_is_made_anew()
    {
        Ask("htdocs");
        _project.Write("htdocs/a.txt", new string('a', 5000));
        var image = Path.Combine(Path.GetDirectoryName(Run().ListPath)!, "htdocs.kv");
        File.WriteAllText(image, "MIRAGEKV and then something else entirely, that is no image");
        _project.Write("htdocs/b.txt", "new");

        Assert.Equal(5000, TextOf(Run().AssemblyPath!, "htdocs", "a.txt")!.Length);
    }

    private void Ask(params string[] directories) =>
        _project.Write("Site.cs", string.Concat(directories.Select(directory => $"class X([Embed(\"{directory}\")] R r);\n")));

    private ProjectEmbedding Run(TemporaryFolder? project = null, long? epoch = null, ContentEncodings encodings = ContentEncodings.All)
    {
        project ??= _project;
        var embedding = new ProjectEmbedding(
            project.Path, "obj/mirage", "My.Site", [], encodings, epoch, TestContext.Current.CancellationToken);
        embedding.Run([project["Site.cs"], project["Gone.cs"]]);
        return embedding;
    }

    private static string? TextOf(string assembly, string property, string key)
    {
        using var content = new ContentOf(assembly);
        return content.Open(property).TryGet(key, out var value) ? System.Text.Encoding.UTF8.GetString(value.Identity.Span) : null;
    }

    /// <summary>Sets a file's time back, so that another write shows.</summary>
    private static DateTime Age(string path)
    {
        File.SetLastWriteTimeUtc(path, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return File.GetLastWriteTimeUtc(path);
    }
}
