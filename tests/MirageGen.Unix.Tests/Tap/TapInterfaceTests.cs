using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.Unix.Events;
using MirageGen.Unix.Tap;

namespace MirageGen.Unix.Tests;

/// <summary>The device on interfaces of the kernel.</summary>
public sealed class TapInterfaceTests
{
    [Fact]
    public void The_kernel_says_what_the_interface_is_like() => Run(rig =>
    {
        OwnNamespace.Ip("link set tap0 mtu 9000 address 02:12:34:56:78:9a");
        using var network = Connect(rig);

        Assert.Equal(9000, network.Mtu);
        Assert.Equal("02:ed:cb:a9:87:65", network.Address.ToString());
        Assert.Equal(
            NetworkOffloads.TransmitChecksum | NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing,
            network.Offloads);
    });

    [Fact]
    public void It_is_up_when_the_kernels_side_is() => Run(rig =>
    {
        using var network = Connect(rig);
        Assert.True(network.IsUp);
        OwnNamespace.Ip("link set tap0 down");
        Assert.False(network.IsUp);
        Assert.True(network.TrySend(new byte[60]));
        Assert.Equal(1, network.Counters.SendDrops);
        OwnNamespace.Ip("link set tap0 up");
        Assert.True(network.IsUp);
    });

    [Fact]
    public void An_interface_that_is_removed_is_down_for_good() => Run(async rig =>
    {
        using var network = Connect(rig);
        network.Attach(new FrameInbox());
        OwnNamespace.Ip("link delete tap0");
        while (network.TryReserve(60, out _))
        {
            await Task.Yield();
        }

        Assert.False(network.IsUp);
    });

    [Fact]
    public void The_kernels_pings_are_answered_by_a_responder_of_twenty_lines() => Run(async rig =>
    {
        using var network = Connect(rig);
        network.Attach(new PingResponder(network, [10, 0, 0, 2]));
        var ping = OwnNamespace.Start("ping", "-f -q -c 2000 -s 1400 -W 5 10.0.0.2");
        await ping.WaitForExitAsync();
        var (code, output) = OwnNamespace.Finish(ping);

        Assert.True(code == 0, output);
        Assert.Contains("2000 received, 0% packet loss", output, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(true, ReceiveChecksum.Partial)]
    [InlineData(false, ReceiveChecksum.Unchecked)]
    public void The_kernel_hands_over_checksums_unmade_if_it_may(bool leavesWork, ReceiveChecksum checksum) => Run(async rig =>
    {
        // An interface may have been left with offloads by whoever had it before.
        Connect(rig).Dispose();
        using var network = Connect(rig, leavesWork: leavesWork);
        var inbox = new FrameInbox();
        network.Attach(inbox);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        OwnNamespace.Ip($"neighbour add 10.0.0.2 lladdr {network.Address} dev tap0 nud permanent");
        _ = socket.SendTo(new byte[100], new IPEndPoint(IPAddress.Parse("10.0.0.2"), 9));
        while (!inbox.Frames.Exists(static frame => frame.Length == 14 + 20 + 8 + 100))
        {
            await inbox.WaitForAsync(inbox.Frames.Count + 1);
        }

        Assert.Equal(checksum, inbox.Facts[inbox.Frames.FindIndex(static frame => frame.Length == 142)].Checksum);
    });

    [Theory]
    [InlineData("", "1 to 15 octets")]
    [InlineData("a-name-that-is-too-long", "1 to 15 octets")]
    [InlineData("nowhere0", "there is no such interface: as root, 'ip tuntap add nowhere0 mode tap user NAME && ip link set nowhere0 up'")]
    [InlineData("lo", "it is no TAP interface")]
    public void What_cannot_be_opened_is_named_with_what_to_do(string name, string cause) => Run(rig =>
    {
        var error = Assert.Throws<DeviceException>(() => Connect(rig, name));

        Assert.StartsWith($"cannot open the network interface '{name}': ", error.Message, StringComparison.Ordinal);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void An_interface_is_for_one_process_at_a_time() => Run(rig =>
    {
        using (Connect(rig))
        {
            var error = Assert.Throws<DeviceException>(() => Connect(rig));
            Assert.Contains("another process has it open", error.Message, StringComparison.Ordinal);
        }

        using var again = Connect(rig);
        Assert.True(again.IsUp);
    });

    [Theory]
    [InlineData("02:12:34:56:78:9a", "the host's side has it already")]
    [InlineData("01:00:5e:00:00:01", "it is a group's")]
    [InlineData("00:00:00:00:00:00", "it is nobody's")]
    public void A_hardware_address_that_no_station_can_have_is_refused(string mac, string cause) => Run(rig =>
    {
        OwnNamespace.Ip("link set tap0 address 02:12:34:56:78:9a");
        var error = Assert.Throws<DeviceException>(() => Connect(rig, "tap0", mac));
        Assert.EndsWith($"cannot have the hardware address {mac}: {cause}", error.Message, StringComparison.Ordinal);
    });

    // On the loop's own thread, which has the namespace; an appliance opens on another, so as not to wait.
    private static TapNetwork Connect(UnixRig rig, string name = "tap0", string? mac = null, bool leavesWork = true) => TapNetwork.Connect(
        (EpollLoop)rig.Loop, TapOpening.Open(name, leavesWork), mac is null ? null : MacAddress.Parse(mac), NullLogger<TapNetwork>.Instance);

    private static void Run(Action<UnixRig> test) => Run(rig =>
    {
        test(rig);
        return Task.CompletedTask;
    });

    private static void Run(Func<UnixRig, Task> test) => OwnNamespace.Run(() =>
    {
        OwnNamespace.Ip("tuntap add tap0 mode tap");
        OwnNamespace.Ip("address add 10.0.0.1/24 dev tap0");
        OwnNamespace.Ip("link set tap0 up");
        LoopKind.Epoll.Run(test);
    });
}
