using Microsoft.Extensions.Logging;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A disk is found, connects, and says what it is.</summary>
public sealed class BlockHandshakeTests
{
    [Fact]
    public void Both_ends_connect_and_the_disk_is_what_the_other_end_says() => BlockRig.Run(rig =>
    {
        Assert.Equal((512, (long)BlockRig.Sectors, false, true), (rig.Disk.SectorBytes, rig.Disk.SectorCount, rig.Disk.IsReadOnly, rig.Disk.IsUp));
        Assert.Equal([BlkbackWire.Initialised, NetbackWire.Connected], rig.Blkback.FrontStates);
        Assert.Empty(rig.Machine.Logs.Entries);
        return Task.CompletedTask;
    });

    [Theory]
    [InlineData("xvda1", 51713)]
    [InlineData("xvdq", (1 << 28) | (16 << 8))]
    [InlineData("2048", 2048)]
    public void A_disk_is_found_by_its_name_or_number(string name, int number) => XenRig.Run(async rig =>
    {
        new Blkback(rig, new ArrayMedium(8192), number: number).Begin();
        var disk = await BlockRig.ConnectAsync(rig, name);
        await disk.WriteAsync(5, new byte[512 * 30]);
        await disk.DiscardAsync(0, 8);
        await disk.FlushAsync();
    });

    [Fact]
    public void A_disk_that_is_not_there_is_told_with_those_that_are() => XenRig.Run(async rig =>
    {
        Assert.Equal(
            "the domain has no disk xvda; it has none: add one to its configuration (disk = [ ... ])",
            (await Assert.ThrowsAsync<DeviceException>(() => BlockRig.ConnectAsync(rig))).Message);
        _ = new Blkback(rig, new ArrayMedium(8));
        _ = new Blkback(rig, new ArrayMedium(8), number: 51729);
        Assert.Equal(
            "the domain has no disk xvdc; it has xvda, xvdb1",
            (await Assert.ThrowsAsync<DeviceException>(() => BlockRig.ConnectAsync(rig, "xvdc"))).Message);
        Assert.StartsWith(
            "'disk1' is no name of a disk",
            (await Assert.ThrowsAsync<DeviceException>(() => BlockRig.ConnectAsync(rig, "disk1"))).Message,
            StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("sector-size", "2048", "has sectors of 2048 octets")]
    [InlineData("sector-size", "0", "has sectors of 0 octets")]
    [InlineData("sectors", "many", "has no size")]
    [InlineData("sectors", "", "has no size")]
    [InlineData("sectors", "-1", "has no size")]
    [InlineData("sectors", "18446744073709551615", "cannot have 18446744073709551615 sectors")]
    public void A_disk_that_makes_no_sense_is_refused_and_nothing_is_left(string fact, string value, string said) => XenRig.Run(async rig =>
    {
        var blkback = new Blkback(rig, new ArrayMedium(8192)) { Facts = { [fact] = value } };
        blkback.Begin();
        var (pages, ports) = (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts);
        Assert.Contains(said, (await Assert.ThrowsAsync<DeviceException>(() => BlockRig.ConnectAsync(rig))).Message, StringComparison.Ordinal);
        await rig.World.DelayAsync(TimeSpan.FromSeconds(1));
        blkback.Unmap();
        Assert.Equal(ports, rig.Hypervisor.OpenPorts);
        Assert.Equal(0, rig.Xenstored.Watches);
        Assert.InRange(rig.Hypervisor.TakenPages, pages, pages + 353);
    });

    [Theory]
    [InlineData("feature-max-indirect-segments", "77777777777777777777")]
    [InlineData("feature-max-indirect-segments", "0")]
    [InlineData("feature-max-indirect-segments", "18446744073709551615")]
    [InlineData("feature-persistent", "0")]
    [InlineData("discard-granularity", "18446744073709551615")]
    [InlineData("discard-granularity", "0")]
    [InlineData("discard-alignment", "18446744073709551615")]
    [InlineData("info", "4294967297")]
    public void Whatever_else_it_says_it_works(string fact, string value) => BlockRig.Run(
        async rig =>
        {
            await rig.VerifyTransfersAsync();
            await rig.Disk.DiscardAsync(3, 100);
            await rig.Disk.DiscardAsync(0, BlockRig.Sectors);
        },
        blkback => blkback.Facts[fact] = value);

    [Fact]
    public void A_sector_of_4096_octets_is_eight_of_the_rings() => XenRig.Run(async rig =>
    {
        var medium = new ArrayMedium(8000);
        new Blkback(rig, medium, 8000, 4096).Begin();
        var disk = await BlockRig.ConnectAsync(rig);
        Assert.Equal((4096, 1000L), (disk.SectorBytes, disk.SectorCount));
        await disk.WriteAsync(999, XenRig.Frame(4096));
        Assert.Equal(XenRig.Frame(4096), medium.Octets[^4096..]);
        await disk.DiscardAsync(999, 1);
        Assert.All(medium.Octets[^4096..], static octet => Assert.Equal(0xdd, octet));
    });

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    public void Without_memory_there_is_no_disk_and_nothing_is_lost(int pages) => XenRig.Run(async rig =>
    {
        new Blkback(rig, new ArrayMedium(8)).Begin();
        var before = rig.Hypervisor.TakenPages;
        rig.Hypervisor.PageLimit = before + pages;
        Assert.Contains("out of memory", (await Assert.ThrowsAsync<DeviceException>(() => BlockRig.ConnectAsync(rig))).Message, StringComparison.Ordinal);
        Assert.Equal((before, 0), (rig.Hypervisor.TakenPages, rig.Table.Granted));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(352)]
    public void Without_grants_there_is_no_disk_and_nothing_is_lost(int grants) => XenRig.Run(async rig =>
    {
        new Blkback(rig, new ArrayMedium(8)).Begin();
        rig.GrantFrameLimit = 1;
        for (var i = 504; i > grants; i--)
        {
            _ = rig.Table.Grant(9, 9, readOnly: true);
        }

        var (before, granted) = (rig.Hypervisor.TakenPages, rig.Table.Granted);
        Assert.Contains("grant table is full", (await Assert.ThrowsAsync<DeviceException>(() => BlockRig.ConnectAsync(rig))).Message, StringComparison.Ordinal);
        Assert.Equal((before, granted), (rig.Hypervisor.TakenPages, rig.Table.Granted));
    });

    [Fact]
    public void Taking_a_disk_down_is_told_in_order_and_gives_everything_back() => XenRig.Run(async rig =>
    {
        var (pages, ports) = (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts);
        var blkback = new Blkback(rig, new ArrayMedium(8192));
        blkback.Begin();
        var disk = await BlockRig.ConnectAsync(rig);
        var write = disk.WriteAsync(0, new byte[512 * 2000]);
        await disk.DisposeAsync();
        await disk.DisposeAsync();
        await Record.ExceptionAsync(async () => await write);
        await XenRig.TurnsAsync();
        Assert.Equal([BlkbackWire.Initialised, NetbackWire.Connected, NetbackWire.Closing, NetbackWire.Closed], blkback.FrontStates);
        Assert.Equal((pages, ports, 0, 0), (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts, rig.Table.Granted, rig.Xenstored.Watches));
        Assert.Equal("the disk xvda has been closed", await BlockRig.FailureAsync(disk.FlushAsync()));
        Assert.Empty(rig.Logs.AtLeast(LogLevel.Error));
    });

    [Fact]
    public void What_is_not_answered_when_a_disk_is_taken_down_fails() => BlockRig.Run(async rig =>
    {
        rig.Blkback.IsServing = false;
        var underWay = Enumerable.Range(0, 32).Select(i => rig.Disk.WriteAsync(i, new byte[512]).AsTask()).ToArray();
        var waiting = rig.Disk.WriteAsync(99, new byte[512]).AsTask();
        await XenRig.TurnsAsync();
        var disposal = rig.Disk.DisposeAsync();
        await XenRig.TurnsAsync();
        rig.Blkback.Release(0);
        await disposal;
        Assert.True(underWay[0].IsCompletedSuccessfully);
        foreach (var task in (Task[])[.. underWay[1..], waiting])
        {
            Assert.Equal("the disk xvda has been closed", (await Assert.ThrowsAsync<DeviceException>(() => task)).Message);
        }
    });
}
