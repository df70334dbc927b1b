namespace MirageGen.Xen.Drivers.Tests;

/// <summary>xenstored that does not do what it should.</summary>
public sealed class StoreTroubleTests
{
    [Fact]
    public void Who_waits_for_an_answer_gives_up_after_half_a_minute() => XenRig.Run(async rig =>
    {
        rig.Xenstored.IsMute = true;
        var before = rig.World.Now;
        var error = await Assert.ThrowsAsync<DeviceException>(() => rig.Store.TryReadAsync("a"));
        Assert.Equal("xenstored did not answer within 30 seconds", error.Message);
        Assert.Equal(TimeSpan.FromSeconds(30), rig.World.Now - before);

        // The answer that comes late is nobody's.
        rig.Xenstored.Send(2, 1, 0, "late");
        rig.Xenstored.IsMute = false;
        rig.Xenstored.Tree.Write("/local/domain/7/b", "in time");
        Assert.Equal("in time", await rig.Store.TryReadAsync("b"));
    });

    [Fact]
    public void Answers_to_nobody_are_passed_over() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Tree.Write("/local/domain/7/a", "x");
        rig.Xenstored.Send(2, 99, 0, "nobody asked");
        rig.Xenstored.Send(16, 0, 0, "EIO\0");
        rig.Xenstored.Send(15, 0, 0, "some/path\0w99\0");
        rig.Xenstored.Send(15, 0, 0, "no token");
        rig.Xenstored.Send(15, 0, 0, string.Empty);
        rig.Xenstored.Send(12345, 98, 7, "\0\0\0");
        Assert.Equal("x", await rig.Store.TryReadAsync("a"));
    });

    [Fact]
    public void An_answer_given_twice_counts_once() => XenRig.Run(async rig =>
    {
        rig.Xenstored.IsMute = true;
        var read = rig.Store.TryReadAsync("a");
        await XenRig.TurnsAsync();
        rig.Xenstored.Send(2, 1, 0, "first");
        rig.Xenstored.Send(2, 1, 0, "second");
        Assert.Equal("first", await read);
    });

    [Theory]
    [InlineData(4097u)]
    [InlineData(0x7fff_ffffu)]
    [InlineData(0xffff_ffffu)]
    public void A_message_announced_too_long_ends_the_store_and_not_the_domain(uint length) => XenRig.Run(async rig =>
    {
        rig.Xenstored.IsMute = true;
        var read = rig.Store.TryReadAsync("a");
        await XenRig.TurnsAsync();
        rig.Xenstored.Send([2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, (byte)length, (byte)(length >> 8), (byte)(length >> 16), (byte)(length >> 24)]);
        var before = rig.World.Now;
        Assert.Contains("more than 4096", (await Assert.ThrowsAsync<DeviceException>(() => read)).Message, StringComparison.Ordinal);
        Assert.Contains("more than 4096", (await Assert.ThrowsAsync<DeviceException>(() => rig.Store.TryReadAsync("b"))).Message, StringComparison.Ordinal);
        Assert.Equal(before, rig.World.Now);
        rig.Xenstored.Send(new byte[500]);
        await XenRig.TurnsAsync();
    });

    [Fact]
    public void Absurd_counts_in_the_page_are_nothing() => XenRig.Run(async rig =>
    {
        rig.Xenstored.IsSilent = true;
        rig.Xenstored.Responses.Producer = 5000;
        rig.Hypervisor.Raise(rig.Xenstored.Port);
        await XenRig.TurnsAsync();
        rig.Xenstored.Responses.Producer = rig.Xenstored.Responses.Consumer;
        rig.Xenstored.IsSilent = false;
        Assert.Null(await rig.Store.TryReadAsync("a"));
    });
}
