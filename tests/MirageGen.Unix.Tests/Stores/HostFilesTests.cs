namespace MirageGen.Unix.Tests;

/// <summary>What a boot argument names by its path.</summary>
public sealed class HostFilesTests
{
    [Fact]
    public void A_file_lies_in_its_directory_and_a_directory_is_one() => Run(async (files, top) =>
    {
        var file = files.Open(Path.Combine(top, "sub", "file"))!;
        Assert.Equal("file", file.Key.Path);
        Assert.Equal("here"u8.ToArray(), (await file.Store.GetAsync(file.Key))!.Value.ToArray());
        var directory = files.Open(Path.Combine(top, "sub/"))!;
        Assert.True(directory.Key.IsRoot);
        Assert.Equal("file", Assert.Single(await directory.Store.ListAsync(directory.Key)).Key.Path);
        Assert.Equal("sub/file", files.Open(top)!.Key / "sub" / "file");
    });

    [Fact]
    public void A_path_is_relative_to_where_the_process_was_started() => Run((files, top) =>
    {
        Assert.NotNull(files.Open(Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(top, "sub", "file"))));
        Assert.NotNull(files.Open("."));
        return Task.CompletedTask;
    });

    [Fact]
    public void What_is_not_there_is_null_and_what_is_no_file_is_told() => Run((files, top) =>
    {
        Assert.Null(files.Open(Path.Combine(top, "nothing")));
        Assert.Null(files.Open(Path.Combine(top, "sub", "file", "below")));
        File.CreateSymbolicLink(Path.Combine(top, "link"), Path.Combine(top, "sub", "file"));
        foreach (var path in (string[])[Path.Combine(top, "link"), "/dev/null"])
        {
            Assert.Equal($"'{path}' is no regular file; name what a link leads to", Assert.Throws<DeviceException>(() => files.Open(path)).Message);
        }

        return Task.CompletedTask;
    });

    private static void Run(Func<HostFiles, string, Task> test)
    {
        var top = Directory.CreateTempSubdirectory("mirage-files-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(top, "sub"));
            File.WriteAllText(Path.Combine(top, "sub", "file"), "here");
            UnixRig.Run(Events.UnixLoop.Create, async _ =>
            {
                using var files = new HostFiles();
                await test(files, top);
            });
        }
        finally
        {
            Directory.Delete(top, recursive: true);
        }
    }
}
