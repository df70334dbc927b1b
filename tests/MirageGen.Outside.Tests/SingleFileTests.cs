namespace MirageGen.Outside.Tests;

/// <summary>The program of one file that the documents show: <c>#:sdk</c> and a class.</summary>
public sealed class SingleFileTests(Outside outside)
{
    private static string Hello => Documents.Blocks("README.md", "csharp")[1];

    [Fact]
    public void The_documents_agree_on_it()
    {
        Assert.Contains(Hello, Documents.Blocks("docs/sdk.md", "csharp"));
        Assert.EndsWith(Documents.Blocks("docs/package.md", "csharp")[0], Hello, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_with_its_boot_arguments()
    {
        outside.Write("single", ("hello.cs", Hello));

        (await outside.DotnetAsync("single", "run", "hello.cs", "--", "--name", "you")).Succeeded().PrintedOnly("Hello, you!");
        (await outside.DotnetAsync("single", "run", "hello.cs", "--", "--help")).Succeeded().Printed("Whom to greet [default: world]");
        (await outside.DotnetAsync("single", "run", "hello.cs", "--", "--nam", "you")).Ended(2)
            .PrintedOnly("Hello: --nam: no such argument (try --help)");
    }

    [Fact]
    public async Task It_publishes_as_a_native_program()
    {
        outside.Write("published", ("hello.cs", Hello));
        (await outside.DotnetAsync("published", "publish", "hello.cs", "-o", "out")).Succeeded();

        var program = Assert.Single(Directory.GetFiles(outside["published/out"]));
        (await outside.RunAsync("published", program, "--name", "you")).Succeeded().PrintedOnly("Hello, you!");
    }
}
