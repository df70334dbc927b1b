using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tests;

public sealed class PortBinderTests
{
    private readonly List<IpEndpoint> _asked = [];
    private readonly List<FakeSocket> _made = [];

    [Fact]
    public void A_port_below_1024_is_refused_with_advice() => Assert.Equal(
        "cannot listen on 127.0.0.1:80: permission denied (ports below 1024 need privilege; try --port 8080)",
        Refusal(80, _ => Refused(BindError.Denied, "permission denied")));

    [Fact]
    public void A_higher_port_that_is_denied_gets_no_such_advice() => Assert.Equal(
        "cannot listen on 127.0.0.1:8080: permission denied",
        Refusal(8080, _ => Refused(BindError.Denied, "permission denied")));

    [Fact]
    public void A_host_without_ipv6_listens_on_what_it_has()
    {
        var sockets = Bind(new ListenAddresses(null), 80, at => at.Address.IsV6 ? Refused(BindError.NoAddress, "no IPv6") : Bound(at, 80));
        Assert.Equal(new(IPv4Address.Loopback, 80), Assert.Single(sockets).LocalEndpoint);
    }

    [Fact]
    public void An_address_that_was_asked_for_must_be_there()
    {
        var addresses = new ListenAddresses([IPv4Address.Loopback, IPv6Address.Loopback]);
        Assert.Throws<DeviceException>(
            () => Bind(addresses, 80, at => at.Address.IsV6 ? Refused(BindError.NoAddress, "no IPv6") : Bound(at, 80)));
        Assert.All(_made, static socket => Assert.True(socket.IsClosed));
    }

    [Fact]
    public void A_free_port_that_is_taken_on_the_other_address_is_given_up_for_another()
    {
        var next = 40_000;
        var sockets = Bind(new ListenAddresses(null), 0, at =>
            at.Port == 0 ? Bound(at, ++next) : at.Port < 40_003 ? Refused(BindError.InUse, "in use") : Bound(at, at.Port));
        Assert.Equal([40_003, 40_003], sockets.Select(socket => socket.LocalEndpoint.Port));
        Assert.Equal(2, _made.Count(static socket => !socket.IsClosed));
    }

    [Fact]
    public void The_search_for_a_common_port_is_bounded()
    {
        Assert.Throws<DeviceException>(
            () => Bind(new ListenAddresses(null), 0, at => at.Port == 0 ? Bound(at, 40_000) : Refused(BindError.InUse, "in use")));
        Assert.InRange(_asked.Count, 4, 100);
        Assert.All(_made, static socket => Assert.True(socket.IsClosed));
    }

    private string Refusal(int port, Func<IpEndpoint, BindOutcome<FakeSocket>> bind) =>
        Assert.Throws<DeviceException>(() => Bind(new ListenAddresses(null), port, bind)).Message;

    private FakeSocket[] Bind(ListenAddresses addresses, int port, Func<IpEndpoint, BindOutcome<FakeSocket>> bind) =>
        new PortBinder(addresses).Bind(new(IpAddress.None, port), addresses.All, "listen on", at =>
        {
            _asked.Add(at);
            return bind(at);
        });

    private BindOutcome<FakeSocket> Bound(IpEndpoint at, int port)
    {
        _made.Add(new FakeSocket(new(at.Address, port)));
        return new(_made[^1], BindError.None, string.Empty);
    }

    private static BindOutcome<FakeSocket> Refused(BindError error, string cause) => new(null, error, cause);

    private sealed class FakeSocket(IpEndpoint at) : IBoundSocket
    {
        public IpEndpoint LocalEndpoint => at;

        public bool IsClosed { get; private set; }

        public void Close() => IsClosed = true;
    }
}
