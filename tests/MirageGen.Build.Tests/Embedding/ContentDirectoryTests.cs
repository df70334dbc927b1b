using MirageGen.Build.Embedding;

namespace MirageGen.Build.Tests.Embedding;

public sealed class ContentDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_found_at_every_depth_and_sorted_as_keys_are()
    {
        foreach (var name in new[] { "z.txt", "a/b/c.txt", "a-b.txt", "a/b.txt", ".well-known/security.txt" })
        {
            _folder.Write(name, name);
        }

        Assert.Equal(
            [".well-known/security.txt", "a-b.txt", "a/b.txt", "a/b/c.txt", "z.txt"],
            Walk().Select(file => file.Key.Path));
    }

    [Fact]
    public void An_empty_directory_has_no_files() => Assert.Empty(Walk());

    [Fact]
    public void Excluded_names_are_left_out_wherever_they_lie()
    {
        _folder.Write("a/.git/config", "x");
        _folder.Write("a/draft.md~", "x");
        _folder.Write("a/kept.md", "x");

        Assert.Equal(["a/kept.md"], Walk(".git", "*~").Select(file => file.Key.Path));
    }

    [Fact]
    public void Links_to_files_and_directories_are_followed()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("one.txt", "12345");
        File.CreateSymbolicLink(_folder["file.txt"], elsewhere["one.txt"]);
        Directory.CreateSymbolicLink(_folder["directory"], elsewhere.Path);

        Assert.Equal(
            [("directory/one.txt", 5L), ("file.txt", 5L)],
            Walk().Select(file => (file.Key.Path, file.Length)));
    }

    [Fact]
    public void The_same_directory_may_be_linked_twice()
    {
        _folder.Write("one/x.txt", "x");
        Directory.CreateSymbolicLink(_folder["two"], _folder["one"]);

        Assert.Equal(["one/x.txt", "two/x.txt"], Walk().Select(file => file.Key.Path));
    }

    [Fact]
    public void A_link_to_a_directory_above_is_an_error_at_the_link()
    {
        _folder.Write("a/x.txt", "x");
        Directory.CreateSymbolicLink(_folder["a/up"], _folder.Path);

        var error = Assert.Throws<EmbedException>(() => Walk());
        Assert.Equal("MGEN205", error.Code);
        Assert.Equal(_folder["a/up"], error.Path);
        Assert.Contains("leads back", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_point_to_each_other_are_an_error()
    {
        File.CreateSymbolicLink(_folder["a"], _folder["b"]);
        File.CreateSymbolicLink(_folder["b"], _folder["a"]);

        Assert.Equal("MGEN205", Assert.Throws<EmbedException>(() => Walk()).Code);
    }

    [Fact]
    public void A_link_to_nothing_is_an_error_at_the_link()
    {
        File.CreateSymbolicLink(_folder["lost.txt"], _folder["nowhere.txt"]);

        var error = Assert.Throws<EmbedException>(() => Walk());
        Assert.Equal(("MGEN205", _folder["lost.txt"]), (error.Code, error.Path));
    }

    [Theory]
    [InlineData("back\\slash.txt")]
    [InlineData("line\nbreak.txt")]
    public void A_name_that_is_no_key_is_an_error_at_the_file(string name)
    {
        _folder.Write(name, "x");

        var error = Assert.Throws<EmbedException>(() => Walk());
        Assert.Equal(("MGEN204", _folder[name]), (error.Code, error.Path));
    }

    [Fact]
    public void A_path_longer_than_a_key_is_an_error()
    {
        _folder.Write(string.Join('/', Enumerable.Repeat(new string('d', 200), 6)) + "/x.txt", "x");

        Assert.Equal("MGEN204", Assert.Throws<EmbedException>(() => Walk()).Code);
    }

    private IReadOnlyList<ContentFile> Walk(params string[] excluded) => new ContentDirectory(excluded).Walk(_folder.Path);
}
