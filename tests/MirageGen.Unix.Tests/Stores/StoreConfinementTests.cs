using System.Diagnostics;

namespace MirageGen.Unix.Tests;

public sealed class StoreConfinementTests
{
    [Theory, OnEachTree]
    public void A_symbolic_link_is_nothing(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        _ = Directory.CreateSymbolicLink(rig.PathOf("directory"), rig.Outside);
        _ = File.CreateSymbolicLink(rig.PathOf("file"), Path.Combine(rig.Outside, "secret"));
        _ = File.CreateSymbolicLink(rig.PathOf("dangling"), Path.Combine(rig.Outside, "new"));
        await rig.SetAsync("inside", "here");
        _ = File.CreateSymbolicLink(rig.PathOf("alias"), rig.PathOf("inside"));

        foreach (var key in (Key[])["directory", "directory/secret", "file", "dangling", "alias"])
        {
            Assert.Equal(KeyInfo.None, await rig.Store.FindAsync(key));
            Assert.Null(await rig.GetAsync(key));
            Assert.Equal(0, await rig.Store.ReadAsync(key, 0, new byte[10]));
            Assert.Null(await rig.Store.DigestAsync(key));
            Assert.Empty(await rig.ListAsync(key));
        }

        Assert.Equal("inside", await rig.ListAsync(Key.Root));
    });

    [Theory, OnEachTree]
    public void Nothing_is_written_or_removed_through_a_symbolic_link(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        _ = Directory.CreateSymbolicLink(rig.PathOf("directory"), rig.Outside);
        _ = File.CreateSymbolicLink(rig.PathOf("file"), Path.Combine(rig.Outside, "secret"));
        await rig.SetAsync("value", "1");
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.SetAsync("directory/secret", "overwritten"));
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.SetAsync("directory/new/file", "planted"));
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.Store.RenameAsync("value", "directory/moved"));
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.Store.RenameAsync("directory/secret", "stolen"));
        await Assert.ThrowsAsync<DeviceException>(
            async () => await rig.Store.ApplyAsync(new KeyValueBatch().Set("directory/new", "planted"u8.ToArray())));
        await rig.Store.RemoveAsync("directory/secret");
        await rig.Store.RemoveAsync("directory");

        // Over the link itself a value can be put: it takes the link's place.
        await rig.SetAsync("file", "mine");
        Assert.Equal("mine", await rig.GetAsync("file"));
    });

    [Theory, OnEachTree]
    public void Removing_a_dictionary_does_not_follow_what_is_linked_in_it(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("d/e/value", "1");
        _ = Directory.CreateSymbolicLink(rig.PathOf("d/e/link"), rig.Outside);
        await rig.Store.RemoveAsync("d");
        Assert.Empty(await rig.ListAsync(Key.Root));
    });

    [Theory, OnEachTree]
    public void The_directory_itself_may_be_a_link(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("a", "1");
        var link = rig.Root + "-link";
        _ = Directory.CreateSymbolicLink(link, rig.Root);
        using var store = new DirectoryStore(link);
        Assert.NotNull(await store.GetAsync("a"));
    });

    [Fact]
    public void What_is_no_regular_file_is_nothing_and_hangs_nobody() => StoreRig.Run(TreeKind.Linux, async rig =>
    {
        using (var made = Process.Start("mkfifo", rig.PathOf("pipe")))
        {
            await made.WaitForExitAsync();
        }

        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(rig.PathOf("socket")));
        foreach (var key in (Key[])["pipe", "socket"])
        {
            Assert.Equal(KeyInfo.None, await rig.Store.FindAsync(key));
            Assert.Null(await rig.GetAsync(key));
        }

        Assert.Empty(await rig.ListAsync(Key.Root));
    });

    [Fact]
    public void A_link_that_is_swapped_in_meanwhile_is_not_followed() => StoreRig.Run(TreeKind.Linux, async rig =>
    {
        // Another thread makes 'd' a directory with a harmless 'secret' and a link to the outside, in turns.
        var isOver = false;
        var plain = rig.PathOf("plain");
        var swap = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                _ = Directory.CreateDirectory(plain);
                File.WriteAllText(Path.Combine(plain, "secret"), "public");
                Directory.Move(plain, rig.PathOf("d"));
                Directory.Delete(rig.PathOf("d"), recursive: true);
                _ = Directory.CreateSymbolicLink(rig.PathOf("d"), rig.Outside);
                File.Delete(rig.PathOf("d"));
            }
        });
        swap.Start();
        for (var i = 0; i < 20_000; i++)
        {
            Assert.NotEqual("secret", await rig.GetAsync("d/secret"));
        }

        Volatile.Write(ref isOver, true);
        swap.Join();
        if (Directory.Exists(plain))
        {
            Directory.Delete(plain, recursive: true);
        }
    });
}
