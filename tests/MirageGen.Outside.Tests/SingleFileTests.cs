namespace MirageGen.Outside.Tests;

/// <summary>A program of one file: <c>#:sdk</c> and a class.</summary>
[Collection(nameof(Outside))]
public sealed class SingleFileTests(Outside outside)
{
    private const string Hello = """
        #:sdk MirageGen.Sdk@VERSION

        [Unikernel]
        public sealed class Hello(IConsole console, [Argument("Whom to greet")] string name = "world")
        {
            public Task RunAsync()
            {
                console.WriteLine($"Hello, {name}!");
                return Task.CompletedTask;
            }
        }
        """;

    private const string Reader = """
        #:sdk MirageGen.Sdk@VERSION

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
    public async Task A_file_runs_with_its_boot_arguments()
    {
        outside.Write("single", ("hello.cs", Hello));

        Assert.Equal("Hello, you!", (await outside.DotnetAsync("single", "run", "hello.cs", "--", "--name", "you")).Succeeded().Output.Trim());
        var help = (await outside.DotnetAsync("single", "run", "hello.cs", "--", "--help")).Succeeded();
        Assert.Contains("Whom to greet [default: world]", help.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await outside.DotnetAsync("single", "run", "hello.cs", "--", "--nam", "you")).ExitCode);
    }

    [Fact]
    public async Task A_file_publishes_as_a_native_program()
    {
        outside.Write("published", ("hello.cs", Hello));
        (await outside.DotnetAsync("published", "publish", "hello.cs", "-o", "out")).Succeeded();

        var program = Assert.Single(Directory.GetFiles(outside["published/out"]));
        Assert.Equal("Hello, you!", (await outside.RunAsync("published", program, "--name", "you")).Succeeded().Output.Trim());
    }

    [Fact]
    public async Task A_change_in_an_embedded_directory_is_seen_by_the_next_run()
    {
        outside.Write("reader", ("reader.cs", Reader), ("notes/note.txt", "before"));
        Assert.Equal("before", (await outside.DotnetAsync("reader", "run", "reader.cs")).Succeeded().Output.Trim());

        outside.Write("reader", ("notes/note.txt", "after"));
        Assert.Equal("after", (await outside.DotnetAsync("reader", "run", "reader.cs")).Succeeded().Output.Trim());
    }
}
