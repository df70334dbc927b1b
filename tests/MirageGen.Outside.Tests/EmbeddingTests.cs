namespace MirageGen.Outside.Tests;

/// <summary>An embedded directory, from build to build.</summary>
public sealed class EmbeddingTests(Outside outside)
{
    private const string Reader = """
        [Unikernel]
        public sealed class Reader(IConsole console, [Embed("notes")] IKeyValueReader notes)
        {
            public async Task RunAsync()
            {
                var note = await notes.GetAsync("note.txt");
                console.WriteLine(System.Text.Encoding.UTF8.GetString(note!.Value.Span));
            }
        }
        """;

    [Fact]
    public async Task A_change_is_seen_by_the_next_run_of_a_single_file()
    {
        outside.Write("reader", ("reader.cs", $"#:sdk MirageGen.Sdk@1.0.0\n{Reader}"), ("notes/note.txt", "before"));
        (await outside.DotnetAsync("reader", "run", "reader.cs")).Succeeded().PrintedOnly("before");

        outside.Write("reader", ("notes/note.txt", "after"));
        (await outside.DotnetAsync("reader", "run", "reader.cs")).Succeeded().PrintedOnly("after");
    }

    [Fact]
    public async Task A_second_build_packs_nothing_again_and_clean_leaves_nothing()
    {
        outside.Write(
            "again", ("Again.csproj", """<Project Sdk="MirageGen.Sdk/1.0.0" />"""), ("Reader.cs", Reader), ("notes/note.txt", "once"));
        (await outside.DotnetAsync("again", "build")).Succeeded();
        var content = outside["again/obj/unix/Debug/net10.0/mirage/Again.Embedded.dll"];
        var copy = outside["again/bin/unix/Debug/net10.0/Again.Embedded.dll"];
        Assert.True(File.Exists(copy));
        var written = File.GetLastWriteTimeUtc(content);

        (await outside.DotnetAsync("again", "build")).Succeeded();
        Assert.Equal(written, File.GetLastWriteTimeUtc(content));

        (await outside.DotnetAsync("again", "clean")).Succeeded();
        Assert.False(File.Exists(copy));
        Assert.False(Directory.Exists(Path.GetDirectoryName(content)));
    }
}
