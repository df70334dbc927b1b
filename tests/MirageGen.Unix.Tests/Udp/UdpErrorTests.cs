using System.Net;
using System.Net.Sockets;

namespace MirageGen.Unix.Tests;

/// <summary>What the kernel says of datagrams that did not arrive; on Linux only, .NET does not say of which.</summary>
public sealed class UdpErrorTests
{
    private static readonly IpAddress[] Loopbacks = [IPv4Address.Loopback, IPv6Address.Loopback];

    [Fact]
    public void A_socket_hears_that_nobody_has_the_port() => LoopKind.Epoll.Run(
        async rig =>
        {
            await using var peer = new UdpPeer(rig.Stack.Udp, new(IpAddress.None, 0));
            var heard = new List<(DatagramPath Path, IpErrorKind Kind)>();
            var told = new TaskCompletionSource();
            peer.Socket.ErrorReceived += (IUdpSocket socket, in DatagramPath path, IpErrorKind kind) =>
            {
                heard.Add((path, kind));
                if (heard.Count == 2)
                {
                    told.SetResult();
                }
            };
            IpEndpoint[] nobody = [.. Loopbacks.Select(address => new IpEndpoint(address, FreePort(address)))];
            foreach (var remote in nobody)
            {
                peer.Send(remote, "anybody?");
            }

            await told.Task;
            Assert.Equal(nobody, heard.Select(error => error.Path.Remote).OrderByDescending(remote => remote.Address.IsV4));
            Assert.All(heard, error => Assert.Equal(IpErrorKind.PortUnreachable, error.Kind));
        },
        Loopbacks);

    [Fact]
    public void Datagrams_after_one_that_was_refused_are_sent_all_the_same() => LoopKind.Epoll.Run(async rig =>
    {
        await using var listener = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        await using var peer = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        var errors = 0;
        peer.Socket.ErrorReceived += (IUdpSocket _, in DatagramPath _, IpErrorKind _) => errors++;
        var nobody = new IpEndpoint(IPv4Address.Loopback, FreePort(IPv4Address.Loopback));
        for (var i = 0; i < 200; i++)
        {
            peer.Send(nobody, "lost");
            peer.Send(listener.Socket.LocalEndpoint, $"{i}");
            Assert.Equal($"{i}", await listener.HearAsync());
        }

        Assert.Equal(new DatagramCounters(0, 400, 0, 0), peer.Socket.Counters);
        Assert.InRange(errors, 1, 200);
    });

    [Fact]
    public void A_handler_may_dispose_its_socket() => LoopKind.Epoll.Run(async rig =>
    {
        var peer = new UdpPeer(rig.Stack.Udp, new(IPv4Address.Loopback, 0));
        var told = new TaskCompletionSource();
        peer.Socket.ErrorReceived += (IUdpSocket socket, in DatagramPath _, IpErrorKind _) =>
        {
            _ = socket.DisposeAsync().AsTask();
            told.TrySetResult();
        };
        var nobody = new IpEndpoint(IPv4Address.Loopback, FreePort(IPv4Address.Loopback));
        peer.Send(nobody, "lost");
        peer.Send(nobody, "lost");
        await told.Task;
    });

    /// <summary>A port that was free just now.</summary>
    private static int FreePort(IpAddress address)
    {
        using var socket = new Socket(address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address.ToIPAddress(), 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
