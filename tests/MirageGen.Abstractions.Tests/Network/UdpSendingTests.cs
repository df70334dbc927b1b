namespace MirageGen.Abstractions.Tests.Network;

public sealed class UdpSendingTests
{
    private static readonly DatagramPath Path = new(IpEndpoint.Parse("198.51.100.1:53"), IpAddress.Parse("192.0.2.1"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    public void A_datagram_is_copied_whole_and_no_longer_than_it_is(int length)
    {
        var socket = new TestUdpSocket(room: 8);
        byte[] payload = [.. Enumerable.Range(1, length).Select(i => (byte)i)];

        Assert.True(socket.TrySend(Path, payload));

        var (path, sent) = Assert.Single(socket.Sent);
        Assert.Equal(Path, path);
        Assert.Equal(payload, sent);
    }

    [Fact]
    public void Without_room_nothing_is_sent()
    {
        var socket = new TestUdpSocket(room: 8);

        Assert.False(socket.TrySend(Path, new byte[9]));

        Assert.Empty(socket.Sent);
    }

    [Fact]
    public void A_port_alone_means_every_address()
    {
        var udp = new TestUdpSocket();

        udp.Bind(53, (_, in _) => { });

        Assert.Equal(IpEndpoint.Parse("*:53"), udp.LocalEndpoint);
        Assert.NotNull(udp.Handler);
    }
}
