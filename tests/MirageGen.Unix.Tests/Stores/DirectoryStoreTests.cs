using System.Text;

namespace MirageGen.Unix.Tests;

public sealed class DirectoryStoreTests
{
    [Theory, OnEachTree]
    public void What_was_set_is_found(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("a", "one");
        await rig.SetAsync("deep/er/key", "two");
        await rig.SetAsync("empty", "");
        Assert.Equal("one", await rig.GetAsync("a"));
        Assert.Equal("two", await rig.GetAsync("deep/er/key"));
        Assert.Equal("", await rig.GetAsync("empty"));
        Assert.Equal("two", await File.ReadAllTextAsync(rig.PathOf("deep/er/key")));

        var info = await rig.Store.FindAsync("a");
        Assert.Equal((KeyKind.Value, 3), (info.Kind, info.Size));
        Assert.True((DateTimeOffset.UtcNow - info.LastModified).Duration() < TimeSpan.FromHours(1));
        Assert.Equal((KeyKind.Dictionary, 0), ((await rig.Store.FindAsync("deep")).Kind, (await rig.Store.FindAsync("deep")).Size));
        Assert.Equal(KeyKind.Dictionary, (await rig.Store.FindAsync(Key.Root)).Kind);
        await rig.Store.FlushAsync();
    });

    [Theory, OnEachTree]
    public void What_is_absent_is_a_result_and_no_error(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("a", "one");
        foreach (var key in (Key[])["b", "b/c", "a/b", new string('x', 300), Key.Root])
        {
            Assert.Null(await rig.GetAsync(key));
            Assert.Equal(0, await rig.Store.ReadAsync(key, 0, new byte[10]));
        }

        Assert.Equal(KeyInfo.None, await rig.Store.FindAsync("b/c"));
        Assert.Null(await rig.Store.DigestAsync("b"));
        Assert.Empty(await rig.ListAsync("b"));
        Assert.Empty(await rig.ListAsync("a"));
        await rig.Store.RemoveAsync("b/c");
    });

    [Theory, OnEachTree]
    public void Parts_are_read(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        var value = new byte[300_000];
        new Random(1).NextBytes(value);
        await rig.Store.SetAsync("big", value);
        Assert.Equal(value, (await rig.Store.GetAsync("big"))!.Value.ToArray());
        foreach (var (offset, length) in ((int, int)[])[(0, 10), (100_000, 5000), (299_995, 5), (299_995, 10), (0, 300_000), (0, 400_000), (300_000, 10), (999_999, 10)])
        {
            var part = new byte[length];
            var count = await rig.Store.ReadAsync("big", offset, part);
            Assert.Equal(Math.Min(length, Math.Max(0, value.Length - offset)), count);
            Assert.Equal(value.AsSpan(Math.Min(offset, value.Length), count), part.AsSpan(0, count));
        }
    });

    [Theory, OnEachTree]
    public void Keys_below_are_listed_in_order(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        foreach (var key in (Key[])["b", "a", "d/x", "C", "d/y/z", "ü", ".hidden"])
        {
            await rig.SetAsync(key, "");
        }

        await File.WriteAllTextAsync(rig.PathOf("back\\slash"), "no key can name it");
        Assert.Equal(".hidden C a b d/ ü", await rig.ListAsync(Key.Root));
        Assert.Equal("d/x d/y/", await rig.ListAsync("d"));
    });

    [Theory, OnEachTree]
    public void Removing_takes_everything_below_along(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("d/a", "1");
        await rig.SetAsync("d/e/f", "2");
        await rig.SetAsync("x", "3");
        await rig.Store.RemoveAsync("d");
        await rig.Store.RemoveAsync("x");
        Assert.Empty(await rig.ListAsync(Key.Root));
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.Store.RemoveAsync(Key.Root));
    });

    [Theory, OnEachTree]
    public void Renaming_moves_values_and_dictionaries(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("a", "1");
        await rig.SetAsync("b", "2");
        await rig.SetAsync("d/x", "3");
        await rig.Store.RenameAsync("a", "new/place");
        Assert.Equal("1", await rig.GetAsync("new/place"));
        Assert.Null(await rig.GetAsync("a"));
        await rig.Store.RenameAsync("new/place", "b");
        Assert.Equal("1", await rig.GetAsync("b"));
        await rig.Store.RenameAsync("d", "b");
        Assert.Equal("3", await rig.GetAsync("b/x"));

        await Assert.ThrowsAsync<DeviceException>(async () => await rig.Store.RenameAsync("nothing", "c"));
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.Store.RenameAsync("b", "b/below"));
        Assert.Equal("3", await rig.GetAsync("b/x"));
    });

    [Theory, OnEachTree]
    public void A_value_and_a_dictionary_do_not_share_a_key(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("value", "1");
        await rig.SetAsync("dictionary/x", "2");
        var error = await Assert.ThrowsAsync<DeviceException>(async () => await rig.SetAsync("dictionary", "3"));
        Assert.StartsWith($"cannot set 'dictionary' in directory '{rig.Root}': ", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.SetAsync("value/below", "4"));
        Assert.Equal("1", await rig.GetAsync("value"));
        Assert.Equal("dictionary/ value", await rig.ListAsync(Key.Root));
    });

    [Theory, OnEachTree]
    public void Names_of_the_stores_own_and_impossible_names_are_refused(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.SetAsync(".mirage-1-1", "x"));
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.SetAsync("d/.mirage-x/y", "x"));
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.SetAsync(new string('x', 300), "x"));
        await Assert.ThrowsAsync<DeviceException>(async () => await rig.SetAsync(Key.Root, "x"));
        Assert.Null(await rig.GetAsync(".mirage-1-1"));
    });

    [Theory, OnEachTree]
    public void A_batch_is_applied_in_order(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("d/old", "1");
        await rig.SetAsync("v", "1");
        await rig.Store.ApplyAsync(new KeyValueBatch()
            .Set("a", "2"u8.ToArray())
            .Remove("d")
            .Set("d/new", "3"u8.ToArray())
            .Remove("v")
            .Set("v/below", "4"u8.ToArray())
            .Set("a", "5"u8.ToArray()));
        Assert.Equal("a d/ v/", await rig.ListAsync(Key.Root));
        Assert.Equal("5", await rig.GetAsync("a"));
        Assert.Equal("d/new", await rig.ListAsync("d"));
        Assert.Equal("4", await rig.GetAsync("v/below"));
    });

    [Theory, OnEachTree]
    public void A_batch_that_cannot_be_applied_changes_nothing(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("v", "1");
        await rig.SetAsync("d/x", "1");
        foreach (var last in (Key[])["v/below", "d", ".mirage-x", "a/b"])
        {
            var batch = new KeyValueBatch().Set("a", "2"u8.ToArray()).Remove("d/x").Set(last, "3"u8.ToArray());
            await Assert.ThrowsAsync<DeviceException>(async () => await rig.Store.ApplyAsync(batch));
            Assert.Equal("d/ v", await rig.ListAsync(Key.Root));
            Assert.Equal("1", await rig.GetAsync("d/x"));
        }
    });

    [Theory, OnEachTree]
    public void Readers_see_a_batch_whole_or_not_at_all(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("a", "0");
        await rig.SetAsync("b", "0");
        for (var round = 1; round <= 30; round++)
        {
            var value = Encoding.UTF8.GetBytes($"{round}");
            var apply = rig.Store.ApplyAsync(new KeyValueBatch().Set("a", value).Set("b", value)).AsTask();
            while (!apply.IsCompleted)
            {
                // Once one is seen new, so is the other.
                var first = await rig.GetAsync("a");
                var second = await rig.GetAsync("b");
                Assert.False(first == $"{round}" && second == $"{round - 1}");
                await Task.Yield();
            }

            await apply;
            Assert.Equal($"{round}", await rig.GetAsync("b"));
        }
    });

    [Theory, OnEachTree]
    public void A_digest_differs_when_the_value_does(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("d/a", "same size 1");
        await rig.SetAsync("d/e/b", "x");
        var seen = new HashSet<string>();
        for (var i = 0; i < 20; i++)
        {
            await rig.SetAsync("d/a", $"same size {i % 10}");
            Assert.Equal(await DigestAsync("d/a"), await DigestAsync("d/a"));
            Assert.True(seen.Add(await DigestAsync("d/a")));
            Assert.True(seen.Add(await DigestAsync("d")));
        }

        Assert.True(seen.Add(await DigestAsync(Key.Root)));
        await rig.SetAsync("d/e/b", "y");
        Assert.True(seen.Add(await DigestAsync(Key.Root)));
        await rig.Store.RemoveAsync("d/e");
        Assert.True(seen.Add(await DigestAsync(Key.Root)));

        async Task<string> DigestAsync(Key key) => Convert.ToHexString((await rig.Store.DigestAsync(key))!.Value.Span);
    });

    [Theory, OnEachTree]
    public void Many_writes_at_once_all_take_place(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => rig.SetAsync($"n{i % 10}/{i}", $"{i}").AsTask()));
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal($"{i}", await rig.GetAsync($"n{i % 10}/{i}"));
        }
    });

    [Theory, OnEachTree]
    public void After_disposal_nothing_is_done(TreeKind kind) => StoreRig.Run(kind, async rig =>
    {
        await rig.SetAsync("a", "1");
        var late = rig.SetAsync("b", "2").AsTask();
        rig.Store.Dispose();
        await late;
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await rig.Store.FindAsync("a"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await rig.SetAsync("a", "3"));
        Assert.Equal("2", await File.ReadAllTextAsync(rig.PathOf("b")));
    });

    [Fact]
    public void What_an_earlier_failure_left_is_removed() => StoreRig.Run(TreeKind.Linux, async rig =>
    {
        var own = rig.PathOf(".mirage-1-1");
        await File.WriteAllTextAsync(own, "of a write under way now");
        await rig.SetAsync("a", "1");
        Assert.True(File.Exists(own));
        Assert.Equal("a", await rig.ListAsync(Key.Root));
        File.Delete(own);
    });

    [Fact]
    public void A_missing_directory_says_so()
    {
        var missing = Path.Combine(Path.GetTempPath(), "mirage-no-such-directory");
        Assert.Equal($"directory '{missing}' does not exist", Assert.Throws<DeviceException>(() => new DirectoryStore(missing)).Message);
        var file = Path.GetTempFileName();
        Assert.Equal($"'{file}' is not a directory", Assert.Throws<DeviceException>(() => new DirectoryStore(file)).Message);
        File.Delete(file);
    }
}
