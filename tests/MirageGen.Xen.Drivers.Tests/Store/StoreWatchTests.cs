namespace MirageGen.Xen.Drivers.Tests;

public sealed class StoreWatchTests
{
    private const string Home = "/local/domain/7/";

    [Theory]
    [InlineData("data")]
    [InlineData(Home + "data")]
    public void A_watch_is_called_at_once_and_at_each_change_at_or_below_its_path(string path) => XenRig.Run(async rig =>
    {
        var calls = 0;
        using var watch = await rig.Store.WatchAsync(path, () => calls++);
        await XenRig.TurnsAsync();
        Assert.Equal(1, calls);
        rig.Xenstored.Tree.Write(Home + "data", "x");
        rig.Xenstored.Tree.Write(Home + "data/below", "x");
        rig.Xenstored.Tree.Write(Home + "database", "x");
        rig.Xenstored.Tree.Remove(Home + "data/below");
        await XenRig.TurnsAsync();
        Assert.Equal(4, calls);
    });

    [Fact]
    public void A_watch_that_is_over_is_not_called_and_is_taken_back() => XenRig.Run(async rig =>
    {
        var calls = 0;
        var watch = await rig.Store.WatchAsync("data", () => calls++);
        await XenRig.TurnsAsync();
        rig.Xenstored.Tree.Write(Home + "data", "x");
        watch.Dispose();
        watch.Dispose();
        await XenRig.TurnsAsync();
        Assert.Equal(1, calls);
        Assert.Equal(0, rig.Xenstored.Watches);
        Assert.Single(rig.Xenstored.Asked, static asked => asked.Operation == 5);
    });

    [Fact]
    public void Each_watch_has_its_own_token() => XenRig.Run(async rig =>
    {
        var (first, second) = (0, 0);
        using var one = await rig.Store.WatchAsync("data", () => first++);
        using var other = await rig.Store.WatchAsync("data", () => second++);
        await XenRig.TurnsAsync();
        one.Dispose();
        rig.Xenstored.Tree.Write(Home + "data", "x");
        await XenRig.TurnsAsync();
        Assert.Equal((1, 2), (first, second));
    });

    [Fact]
    public void A_flood_of_changes_is_told_to_the_end() => XenRig.Run(async rig =>
    {
        var calls = 0;
        using var watch = await rig.Store.WatchAsync("data", () => calls++);
        for (var i = 0; i < 1000; i++)
        {
            rig.Xenstored.Tree.Write(Home + "data", "x");
        }

        while (calls < 1001)
        {
            await Task.Yield();
        }
    });

    [Fact]
    public void A_watch_that_was_never_answered_is_forgotten() => XenRig.Run(async rig =>
    {
        var calls = 0;
        rig.Xenstored.IsMute = true;
        _ = await Assert.ThrowsAsync<DeviceException>(() => rig.Store.WatchAsync("data", () => calls++));
        rig.Xenstored.Send(15, 0, 0, "data\0w1\0");
        await XenRig.TurnsAsync();
        Assert.Equal(0, calls);
    });

    [Fact]
    public void Values_written_together_appear_together() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Tree.Listen(Home + "a", () => Assert.Null(rig.Xenstored.Tree.Read(Home + "b")));
        rig.Xenstored.Tree.Listen(Home + "b", () => Assert.Equal("1", rig.Xenstored.Tree.Read(Home + "a")));
        await rig.Store.WriteTogetherAsync([new("a", "1"), new("b", "2")]);
        Assert.Equal("2", rig.Xenstored.Tree.Read(Home + "b"));
        Assert.Equal(0, rig.Xenstored.OpenTransactions);
        Assert.Equal([6, 11, 11, 7], rig.Xenstored.Asked.Select(static asked => asked.Operation));
        Assert.All(rig.Xenstored.Asked.Skip(1), static asked => Assert.Equal(1u, asked.Transaction));
    });

    [Fact]
    public void A_conflict_is_tried_again() => XenRig.Run(async rig =>
    {
        rig.Xenstored.ConflictsToCome = 5;
        await rig.Store.WriteTogetherAsync([new("a", "1"), new("b", "2")]);
        Assert.Equal("2", rig.Xenstored.Tree.Read(Home + "b"));
        Assert.Equal(6, rig.Xenstored.Asked.Count(static asked => asked.Operation == 7));
        Assert.Equal(0, rig.Xenstored.OpenTransactions);
    });

    [Fact]
    public void A_conflict_without_end_is_given_up() => XenRig.Run(async rig =>
    {
        rig.Xenstored.ConflictsToCome = int.MaxValue;
        var error = await Assert.ThrowsAsync<DeviceException>(() => rig.Store.WriteTogetherAsync([new("a", "1")]));
        Assert.Contains("in 32 attempts", error.Message, StringComparison.Ordinal);
        Assert.Null(rig.Xenstored.Tree.Read(Home + "a"));
    });

    [Fact]
    public void A_transaction_in_which_a_write_is_refused_is_ended_and_writes_nothing() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Forbidden.Add(Home + "b");
        _ = await Assert.ThrowsAsync<DeviceException>(() => rig.Store.WriteTogetherAsync([new("a", "1"), new("b", "2")]));
        Assert.Equal(0, rig.Xenstored.OpenTransactions);
        Assert.Null(rig.Xenstored.Tree.Read(Home + "a"));
    });
}
