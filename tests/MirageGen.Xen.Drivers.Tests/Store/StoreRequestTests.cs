namespace MirageGen.Xen.Drivers.Tests;

public sealed class StoreRequestTests
{
    private const string Home = "/local/domain/7/";

    [Fact]
    public void Values_are_written_read_and_listed_as_long_as_they_are_there() => XenRig.Run(async rig =>
    {
        await rig.Store.WriteAsync("data/a", "one");
        await rig.Store.WriteAsync(Home + "data/b", "zwei – 二");
        Assert.Equal("one", rig.Xenstored.Tree.Read(Home + "data/a"));
        Assert.Equal("zwei – 二", await rig.Store.TryReadAsync("data/b"));
        Assert.Equal(["a", "b"], await rig.Store.ListAsync("data"));
        rig.Xenstored.Tree.Remove(Home + "data");
        Assert.Null(await rig.Store.TryReadAsync("data/a"));
        Assert.Empty(await rig.Store.ListAsync("data"));
    });

    [Theory]
    [InlineData("42", 42u)]
    [InlineData("4294967295", uint.MaxValue)]
    [InlineData("4294967296", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData("x", null)]
    [InlineData(null, null)]
    public void A_number_is_read_where_there_is_one(string? text, uint? number) => XenRig.Run(async rig =>
    {
        if (text is not null)
        {
            rig.Xenstored.Tree.Write(Home + "n", text);
        }

        Assert.Equal(number, await rig.Store.TryReadNumberAsync("n"));
    });

    [Fact]
    public void A_refusal_says_what_was_refused_and_why() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Forbidden.Add(Home + "control");
        var error = await Assert.ThrowsAsync<DeviceException>(() => rig.Store.WriteAsync("control/x", "1"));
        Assert.Equal("xenstored does not write control/x: EACCES", error.Message);
    });

    [Fact]
    public void Requests_at_the_same_time_are_answered_each_with_its_own() => XenRig.Run(async rig =>
    {
        for (var i = 0; i < 60; i++)
        {
            rig.Xenstored.Tree.Write($"{Home}n/{i}", $"value {i}");
        }

        var values = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => rig.Store.TryReadAsync($"n/{i}")));
        Assert.Equal(Enumerable.Range(0, 60).Select(static i => $"value {i}"), values);
    });

    [Fact]
    public void Answers_may_come_in_another_order() => XenRig.Run(async rig =>
    {
        rig.Xenstored.IsMute = true;
        var first = rig.Store.TryReadAsync("a");
        var second = rig.Store.TryReadAsync("b");
        await XenRig.TurnsAsync();
        rig.Xenstored.Send(2, 2, 0, "of b");
        rig.Xenstored.Send(2, 1, 0, "of a");
        Assert.Equal("of b", await second);
        Assert.Equal("of a", await first);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Messages_longer_than_the_ring_pass_in_pieces(int atOnce) => XenRig.Run(async rig =>
    {
        rig.Xenstored.MostAtOnce = atOnce;
        for (var length = 3900; length < 3990; length += 13)
        {
            var value = new string('v', length);
            await rig.Store.WriteAsync("long", value);
            Assert.Equal(value, await rig.Store.TryReadAsync("long"));
        }
    });

    [Fact]
    public void More_than_the_ring_holds_waits_for_room() => XenRig.Run(async rig =>
    {
        rig.Xenstored.IsSilent = true;
        var writes = Enumerable.Range(0, 12).Select(i => rig.Store.WriteAsync($"n/{i}", new string('v', 4000))).ToArray();
        await XenRig.TurnsAsync();
        Assert.All(writes, static write => Assert.False(write.IsCompleted));
        rig.Xenstored.IsSilent = false;
        rig.Xenstored.Work();
        await Task.WhenAll(writes);
        Assert.Equal(12, (await rig.Store.ListAsync("n")).Length);
    });

    [Fact]
    public void Too_many_requests_and_too_many_octets_are_refused() => XenRig.Run(async rig =>
    {
        rig.Xenstored.IsSilent = true;
        var reads = Enumerable.Range(0, 64).Select(i => rig.Store.TryReadAsync($"n/{i}")).ToArray();
        Assert.Contains("too many requests", (await Assert.ThrowsAsync<DeviceException>(() => rig.Store.TryReadAsync("a"))).Message, StringComparison.Ordinal);
        rig.Xenstored.IsSilent = false;
        rig.Xenstored.Work();
        await Task.WhenAll(reads);

        rig.Xenstored.IsSilent = true;
        var writes = Enumerable.Range(0, 30).Select(i => rig.Store.WriteAsync($"n/{i}", new string('v', 4000))).ToArray();
        Assert.Contains(writes, static write => write.IsFaulted);
        rig.Xenstored.IsSilent = false;
        rig.Xenstored.Work();
        foreach (var write in writes)
        {
            _ = await Record.ExceptionAsync(() => write);
        }

        await rig.Store.WriteAsync("a", "again");
    });

    [Fact]
    public void A_message_that_is_too_long_is_not_sent() => XenRig.Run(async rig =>
    {
        var error = await Assert.ThrowsAsync<DeviceException>(() => rig.Store.WriteAsync("a", new string('v', 4096)));
        Assert.Contains("4098 octets", error.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Xenstored.Asked);
    });
}
