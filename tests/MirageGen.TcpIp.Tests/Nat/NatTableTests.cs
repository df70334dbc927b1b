using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class NatTableTests
{
    private const byte Fin = 0x11;
    private const byte Syn = 0x02;
    private const byte Reset = 0x04;
    private const byte Ack = 0x10;

    private static readonly NatEndpoint Inside = new(IPv4Address.Parse("10.0.0.2"), 1000);
    private static readonly NatEndpoint Server = new(IPv4Address.Parse("192.0.2.9"), 80);
    private static readonly NatEndpoint Other = new(IPv4Address.Parse("192.0.2.10"), 80);

    [Fact]
    public void Ports_are_unique_and_in_no_order_until_there_are_none() => World.Run(world =>
    {
        var table = new NatTable(new SimulatedRandom(world.AddHost("router")));
        var ports = new List<int>();
        for (var i = 0; i < NatTable.Ports; i++)
        {
            var host = new IPv4Address(0x0A00_0000 + (uint)(i / NatTable.MostPerHost));
            ports.Add(table.Add(IpProtocol.Udp, new(host, (ushort)(1 + i)), default)!.OutsidePort);
        }

        Assert.Equal(NatTable.Ports, ports.Distinct().Count());
        Assert.All(ports, port => Assert.True(NatTable.IsOurs(port)));
        Assert.InRange(ports.Take(1000).Zip(ports.Skip(1)).Count(pair => pair.Second == pair.First + 1), 0, 100);
        Assert.Null(table.Add(IpProtocol.Udp, Server, default));
        Assert.NotNull(table.Add(IpProtocol.Tcp, Server, default));
        Assert.Equal(NatTable.Ports + 1, table.Sweep(TimeSpan.FromDays(1)));
        Assert.NotNull(table.Add(IpProtocol.Udp, Server, default));
        return Task.CompletedTask;
    });

    [Fact]
    public void One_host_cannot_take_everything() => World.Run(world =>
    {
        var table = new NatTable(new SimulatedRandom(world.AddHost("router")));
        for (var i = 0; i < NatTable.MostPerHost; i++)
        {
            Assert.NotNull(table.Add(IpProtocol.Udp, new(Inside.Address, (ushort)(1 + i)), default));
        }

        Assert.Null(table.Add(IpProtocol.Tcp, Inside, default));
        Assert.NotNull(table.Add(IpProtocol.Tcp, Other, default));
        table.Clear();
        Assert.Null(table.FindInside(IpProtocol.Udp, new(Inside.Address, 1)));
        Assert.NotNull(table.Add(IpProtocol.Tcp, Inside, default));
        return Task.CompletedTask;
    });

    [Fact]
    public void An_open_connection_is_kept_for_two_hours_and_a_half_open_one_for_four_minutes()
    {
        var mapping = Open();
        Assert.Equal(NatState.Established, mapping.State);
        Assert.Equal(TimeSpan.FromMinutes(124), mapping.Until);
        mapping = Begin();
        mapping.Use(isOutbound: true, Server, Syn, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromMinutes(4), mapping.Until);
    }

    [Fact]
    public void After_both_have_ended_last_acknowledgements_keep_nothing()
    {
        var mapping = Open();
        mapping.Use(isOutbound: true, Server, Fin, TimeSpan.FromSeconds(1));
        mapping.Use(isOutbound: false, Server, Ack, TimeSpan.FromSeconds(2));
        Assert.Equal(NatState.Established, mapping.State);
        mapping.Use(isOutbound: false, Server, Fin, TimeSpan.FromSeconds(3));
        mapping.Use(isOutbound: true, Server, Ack, TimeSpan.FromSeconds(4));
        Assert.Equal((NatState.Closing, TimeSpan.FromSeconds(243)), (mapping.State, mapping.Until));
        mapping.Use(isOutbound: true, Server, Syn, TimeSpan.FromSeconds(5));
        Assert.Equal((NatState.Opening, TimeSpan.FromSeconds(245)), (mapping.State, mapping.Until));
    }

    [Fact]
    public void The_end_of_one_connection_does_not_end_another_from_the_same_port()
    {
        var mapping = Open();
        mapping.Use(isOutbound: true, Other, Reset, TimeSpan.FromSeconds(1));
        Assert.Equal(NatState.Closing, mapping.State);
        mapping.Use(isOutbound: false, Server, Ack, TimeSpan.FromSeconds(2));
        Assert.Equal(NatState.Established, mapping.State);
    }

    [Fact]
    public void A_forged_reset_ends_nothing_that_goes_on()
    {
        var mapping = Open();
        mapping.Use(isOutbound: false, Server, Reset, TimeSpan.FromSeconds(1));
        mapping.Use(isOutbound: false, Server, Ack, TimeSpan.FromSeconds(2));
        Assert.Equal(NatState.Closing, mapping.State);
        mapping.Use(isOutbound: true, Server, Ack, TimeSpan.FromSeconds(3));
        Assert.Equal((NatState.Established, TimeSpan.FromMinutes(124) + TimeSpan.FromSeconds(3)), (mapping.State, mapping.Until));
    }

    private static NatMapping Begin()
    {
        var mapping = new NatMapping();
        mapping.Begin(IpProtocol.Tcp, Inside, 20_000, TimeSpan.Zero);
        return mapping;
    }

    private static NatMapping Open()
    {
        var mapping = Begin();
        mapping.Use(isOutbound: true, Server, Syn, TimeSpan.Zero);
        mapping.Use(isOutbound: false, Server, Syn | Ack, TimeSpan.Zero);
        mapping.Use(isOutbound: true, Server, Ack, TimeSpan.Zero);
        return mapping;
    }
}
