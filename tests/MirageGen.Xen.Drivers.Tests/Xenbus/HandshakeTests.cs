using Microsoft.Extensions.Logging;

namespace MirageGen.Xen.Drivers.Tests;

public sealed class HandshakeTests
{
    [Fact]
    public void An_interface_is_as_its_entry_in_the_store_says() => XenRig.Run(async rig =>
    {
        rig.Xenstored.Tree.Write("/local/domain/7/device/vif/0/mtu", "9000");
        var (network, netback) = await rig.ConnectSoundAsync();
        Assert.Equal("00:16:3e:01:02:03", network.Address.ToString());
        Assert.Equal(9000, network.Mtu);
        Assert.True(network.IsUp);
        Assert.Equal(
            NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing | NetworkOffloads.TransmitChecksum | NetworkOffloads.TcpSegmentation,
            network.Offloads);
        Assert.Equal([NetbackWire.Connected, NetbackWire.Connected], netback.FrontStates);
        Assert.Equal(NetbackWire.Connected, netback.State);
        Assert.Empty(rig.Logs.Entries);
    });

    [Theory]
    [InlineData("67")]
    [InlineData("9001")]
    [InlineData("many")]
    [InlineData(null)]
    public void An_mtu_that_makes_no_sense_is_the_common_one(string? mtu) => XenRig.Run(async rig =>
    {
        if (mtu is not null)
        {
            rig.Xenstored.Tree.Write("/local/domain/7/device/vif/0/mtu", mtu);
        }

        Assert.Equal(1500, (await rig.ConnectSoundAsync()).Network.Mtu);
    });

    [Theory]
    [InlineData("feature-gso-tcpv4", NetworkOffloads.TransmitChecksum)]
    [InlineData("feature-gso-tcpv6", NetworkOffloads.TransmitChecksum)]
    [InlineData("feature-ipv6-csum-offload", NetworkOffloads.None)]
    public void What_the_other_end_does_not_do_is_not_offered(string missing, NetworkOffloads transmit) => XenRig.Run(async rig =>
    {
        var netback = new Netback(rig);
        netback.Set(missing, missing.EndsWith('4') ? "0" : null);
        netback.Begin();
        var network = await rig.ConnectAsync();
        Assert.Equal(NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing | transmit, network.Offloads);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.TryReserve(1515, out _));
    });

    [Fact]
    public void Without_frames_of_several_pages_there_is_no_interface() => XenRig.Run(async rig =>
    {
        var netback = new Netback(rig);
        netback.Set("feature-sg", null);
        netback.Begin();
        var before = rig.Hypervisor.TakenPages;
        Assert.Contains("feature-sg", (await Assert.ThrowsAsync<DeviceException>(() => rig.ConnectAsync())).Message, StringComparison.Ordinal);
        await VerifyNothingIsLeftAsync(rig, before);
    });

    [Fact]
    public void An_interface_that_is_not_there_is_told_by_name() => XenRig.Run(async rig =>
    {
        Assert.Contains("none: add one", (await Assert.ThrowsAsync<DeviceException>(() => rig.ConnectAsync())).Message, StringComparison.Ordinal);
        _ = new Netback(rig, 0);
        _ = new Netback(rig, 1);
        Assert.Equal(
            "the domain has no network interface 2; it has 0, 1",
            (await Assert.ThrowsAsync<DeviceException>(() => rig.ConnectAsync(2))).Message);
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00:16:3e")]
    public void An_interface_without_a_hardware_address_is_refused(string? address) => XenRig.Run(async rig =>
    {
        var netback = new Netback(rig);
        rig.Xenstored.Tree.Remove(netback.FrontPath + "/mac");
        if (address is not null)
        {
            rig.Xenstored.Tree.Write(netback.FrontPath + "/mac", address);
        }

        Assert.Contains("no hardware address", (await Assert.ThrowsAsync<DeviceException>(() => rig.ConnectAsync())).Message, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(null, "Unknown")]
    [InlineData("1", "Initialising")]
    [InlineData("6", "Closed")]
    [InlineData("77", "77")]
    [InlineData("4294967295", "-1")]
    public void An_other_end_that_does_not_come_is_waited_for_20_seconds(string? state, string told) => XenRig.Run(async rig =>
    {
        var netback = new Netback(rig) { IsFollowing = false };
        netback.Set("state", state);
        var (before, pages) = (rig.World.Now, rig.Hypervisor.TakenPages);
        var error = await Assert.ThrowsAsync<DeviceException>(() => rig.ConnectAsync());
        Assert.Equal($"the device device/vif/0 does not connect: its other end, in domain 3, is {told} after 20 seconds", error.Message);
        Assert.InRange((rig.World.Now - before).TotalSeconds, 20, 23);
        await VerifyNothingIsLeftAsync(rig, pages);
    });

    [Fact]
    public void An_other_end_with_hundreds_of_entries_is_read_at_once_and_within_what_the_store_takes() => XenRig.Run(async rig =>
    {
        var netback = new Netback(rig);
        for (var i = 0; i < 300; i++)
        {
            netback.Set($"entry-{i}", "1");
        }

        netback.Begin();
        var before = rig.World.Now;
        Assert.Equal(NetworkOffloads.TcpSegmentation, (await rig.ConnectAsync()).Offloads & NetworkOffloads.TcpSegmentation);
        Assert.Equal(before, rig.World.Now);
    });

    [Fact]
    public void An_other_end_that_comes_late_is_met() => XenRig.Run(async rig =>
    {
        var netback = new Netback(rig);
        var connecting = rig.ConnectAsync();
        await rig.World.DelayAsync(TimeSpan.FromSeconds(15));
        netback.Begin();
        Assert.True((await connecting).IsUp);
    });

    [Fact]
    public void A_store_with_conflicts_delays_the_handshake_only() => XenRig.Run(async rig =>
    {
        rig.Xenstored.ConflictsToCome = 7;
        rig.Xenstored.MostAtOnce = 3;
        Assert.True((await rig.ConnectSoundAsync()).Network.IsUp);
    });

    [Fact]
    public void Entries_that_may_not_be_written_fail_the_connection() => XenRig.Run(async rig =>
    {
        var netback = new Netback(rig);
        rig.Xenstored.Forbidden.Add(netback.FrontPath);
        netback.Begin();
        var before = rig.Hypervisor.TakenPages;
        Assert.Contains("EACCES", (await Assert.ThrowsAsync<DeviceException>(() => rig.ConnectAsync())).Message, StringComparison.Ordinal);
        await VerifyNothingIsLeftAsync(rig, before);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(95)]
    [InlineData(300)]
    public void Without_memory_there_is_no_interface_and_nothing_is_lost(int pages) => XenRig.Run(async rig =>
    {
        new Netback(rig).Begin();
        var (before, ports) = (rig.Hypervisor.TakenPages, rig.Hypervisor.OpenPorts);
        rig.Hypervisor.PageLimit = before + pages;
        Assert.Contains("out of memory", (await Assert.ThrowsAsync<DeviceException>(() => rig.ConnectAsync())).Message, StringComparison.Ordinal);
        Assert.Equal(ports, rig.Hypervisor.OpenPorts);
        await VerifyNothingIsLeftAsync(rig, before);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(89)]
    [InlineData(90)]
    [InlineData(345)]
    [InlineData(346)]
    public void Without_grants_there_is_no_interface_and_nothing_is_lost(int grants) => XenRig.Run(async rig =>
    {
        new Netback(rig).Begin();
        rig.GrantFrameLimit = 1;
        for (var i = 504; i > grants; i--)
        {
            _ = rig.Table.Grant(9, 9, readOnly: true);
        }

        var (before, granted) = (rig.Hypervisor.TakenPages, rig.Table.Granted);
        var error = await Record.ExceptionAsync(() => rig.ConnectAsync());
        if (grants < 346)
        {
            Assert.Contains("grant table is full", Assert.IsType<DeviceException>(error).Message, StringComparison.Ordinal);
            await VerifyNothingIsLeftAsync(rig, before);
            Assert.Equal(granted, rig.Table.Granted);
        }
        else
        {
            Assert.Null(error);
        }
    });

    private static async Task VerifyNothingIsLeftAsync(XenRig rig, int pages)
    {
        await XenRig.TurnsAsync();
        Assert.Equal(pages, rig.Hypervisor.TakenPages);
        Assert.Equal(0, rig.Grants.Mapped);
        Assert.Equal(0, rig.Xenstored.Watches);
        Assert.Empty(rig.Logs.AtLeast(LogLevel.Error));
    }
}
