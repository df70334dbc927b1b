using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

public sealed class NeighbourDiscoveryTests
{
    private const string Ours = "2001:db8::1";
    private const string Theirs = "2001:db8::2";

    [Fact]
    public void A_solicitation_is_answered_to_who_asked() => World.Run(async world =>
    {
        var (station, raw) = await SetupAsync(world);
        raw.Send(SolicitedStation(Ours), Solicitation(Theirs, SolicitedGroup(Ours), Ours, raw.Address));
        await raw.SettleAsync();
        var reply = Assert.Single(raw.Icmps, icmp => icmp[0] == 136);
        Assert.Equal(WireError.None, NeighbourMessage.TryRead(reply, out var message));
        Assert.Equal((Ours, true, true, false), (message.Target.ToString(), message.IsSolicited, message.IsOverride, message.IsRouter));
        Assert.True(message.Options.TryFindLinkAddress(NdpOptionType.TargetLinkAddress, out var address));
        Assert.Equal(station.Network.Address, address);
        Assert.Equal(255, raw.Packets(EtherType.IPv6).Last()[7]);
    });

    [Theory]
    [InlineData(254, Theirs, Ours, 24)]
    [InlineData(255, "::", Ours, 24)]
    [InlineData(255, Theirs, "ff02::9", 24)]
    [InlineData(255, Theirs, Ours, 23)]
    public void What_breaks_the_rules_is_dropped(byte hopLimit, string from, string target, int length) => World.Run(async world =>
    {
        var (station, raw) = await SetupAsync(world);
        var body = new byte[24];
        IPv6Address.Parse(target).CopyTo(body);
        body[16] = 1;
        body[17] = 1;
        raw.Address.CopyTo(body.AsSpan(18));
        raw.Send(SolicitedStation(Ours), Packets.Icmp(from, SolicitedGroup(Ours), 135, 0, 0, body.AsSpan(0, length), hopLimit));
        await raw.SettleAsync();
        Assert.DoesNotContain(raw.Icmps, icmp => icmp[0] == 136);
        Assert.True(station.Count("icmp", "not-neighbour") == 1);
        Assert.Null(station.Interface.Discovery.Table.Find(IpAddress.Parse(Theirs)));
    });

    [Fact]
    public void A_packet_waits_for_an_advertisement() => World.Run(async world =>
    {
        var (station, raw) = await SetupAsync(world);
        var talk = new Talk(station.Udp);
        talk.Send(Theirs, 9, [42]);
        await raw.SettleAsync();
        var asked = Assert.Single(raw.Packets(EtherType.IPv6), packet => packet[40] == 135);
        Assert.Equal(SolicitedGroup(Theirs), new IPv6Address(asked.AsSpan(24, 16)).ToString());
        raw.Send(station.Network.Address, Advertisement(Theirs, Ours, Theirs, raw.Address, 0x6000_0000));
        await raw.SettleAsync();
        Assert.Equal(42, raw.Packets(EtherType.IPv6).Last()[48]);
        Assert.Equal(NeighbourState.Reachable, station.Interface.Discovery.Table.Find(IpAddress.Parse(Theirs))!.State);
    });

    [Fact]
    public void An_advertisement_that_does_not_override_makes_a_neighbour_doubtful_only() => World.Run(async world =>
    {
        var (station, raw) = await SetupAsync(world);
        new Talk(station.Udp).Send(Theirs, 9, [42]);
        await raw.SettleAsync();
        raw.Send(station.Network.Address, Advertisement(Theirs, Ours, Theirs, raw.Address, 0x6000_0000));
        var other = MacAddress.Parse("02:00:00:00:00:77");
        raw.Send(station.Network.Address, Advertisement(Theirs, Ours, Theirs, other, 0x4000_0000));
        await raw.SettleAsync();
        var neighbour = station.Interface.Discovery.Table.Find(IpAddress.Parse(Theirs))!;
        Assert.Equal((raw.Address, NeighbourState.Stale), (neighbour.Station, neighbour.State));

        raw.Send(GroupStation.Of(LinkGroups.AllNodes), Advertisement(Theirs, "ff02::1", Theirs, other, 0x2000_0000));
        await raw.SettleAsync();
        Assert.Equal((other, NeighbourState.Stale), (neighbour.Station, neighbour.State));
    });

    [Fact]
    public void An_advertisement_that_nobody_asked_for_makes_no_neighbour() => World.Run(async world =>
    {
        var (station, raw) = await SetupAsync(world);
        for (var i = 2; i < 200; i++)
        {
            raw.Send(station.Network.Address, Advertisement($"2001:db8::{i:x}", Ours, $"2001:db8::{i:x}", raw.Address, 0x6000_0000));
        }

        await raw.SettleAsync();
        Assert.Equal(0, station.Interface.Discovery.Table.Count);
    });

    [Fact]
    public void Pings_of_one_host_and_of_all_are_answered() => World.Run(async world =>
    {
        var (station, raw) = await SetupAsync(world);
        station.Interface.Discovery.Table.Learn(IpAddress.Parse(Theirs), raw.Address, mayAdd: true);
        raw.Send(station.Network.Address, Packets.Ping(Theirs, Ours, Packets.Pattern(99)));
        raw.Send(GroupStation.Of(LinkGroups.AllNodes), Packets.Ping(Theirs, "ff02::1", []));
        await raw.SettleAsync();
        var replies = raw.Packets(EtherType.IPv6).Where(packet => packet[40] == 129).ToArray();
        Assert.Equal(2, replies.Length);
        Assert.Equal(Packets.Pattern(99), replies[0][48..]);
        Assert.All(replies, reply =>
        {
            var header = new IpHeader(new IPv6Address(reply.AsSpan(8, 16)), new IPv6Address(reply.AsSpan(24, 16)), IpProtocol.IcmpV6);
            Assert.Equal(Ours, header.Source.ToString());
            Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(InternetChecksum.PseudoHeader(header, reply.Length - 40), reply.AsSpan(40))));
        });
    });

    /// <summary>RFC 5227 section 2.3 and RFC 4861 section 7.2.6: each address once, none that is still asked for.</summary>
    [Fact]
    public void When_the_carrier_comes_back_every_address_is_announced() => World.Run(async world =>
    {
        var raw = new RawStation(world);
        var station = Station.On(world, "station", "10.0.0.1/24");
        station.Interface.AddAddress(IpPrefix.Parse(Ours + "/64"));
        await raw.SettleAsync(30);
        station.Network.Unplug();
        await raw.SettleAsync();
        raw.Frames.Clear();
        station.Network.Plug();
        await raw.SettleAsync(30);

        var ours = IPv4Address.Parse("10.0.0.1");
        Assert.Equal(new(ArpOperation.Request, station.Network.Address, ours, default, ours), Assert.Single(raw.Arps));
        var told = raw.Packets(EtherType.IPv6).Where(packet => packet[40] == 136).ToArray();
        Assert.Equal(
            station.Ip.Addresses.Where(address => address.IsV6).Select(address => address.V6.ToString()).Order(),
            told.Select(packet => new IPv6Address(packet.AsSpan(48, 16)).ToString()).Order());
        Assert.All(told, packet =>
        {
            Assert.Equal("ff02::1", new IPv6Address(packet.AsSpan(24, 16)).ToString());
            Assert.Equal((255, 0x20), (packet[7], packet[44]));
        });
    });

    [Fact]
    public void An_address_is_asked_for_before_it_is_used() => World.Run(async world =>
    {
        var raw = new RawStation(world);
        var station = Station.On(world, "station", Ours + "/64");
        Assert.Empty(station.Ip.Addresses);
        await raw.SettleAsync(3);
        var probe = raw.Packets(EtherType.IPv6).First(packet => packet[40] == 135);
        Assert.Equal("::", new IPv6Address(probe.AsSpan(8, 16)).ToString());
        Assert.Equal(SolicitedGroup(Ours), new IPv6Address(probe.AsSpan(24, 16)).ToString());
        Assert.Equal(64, probe.Length);
        Assert.Equal([true, true], [station.Ip.Addresses.Contains(IpAddress.Parse(Ours)), station.Ip.Addresses.Any(address => address.V6.IsLinkLocal && address.Zone == 1)]);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_address_that_somebody_has_or_wants_is_not_used(bool isHeld) => World.Run(async world =>
    {
        var raw = new RawStation(world);
        var station = Station.On(world, "station", Ours + "/64");
        await raw.SettleAsync(0.1);
        raw.Send(SolicitedStation(Ours), isHeld
            ? Advertisement(Ours, "ff02::1", Ours, raw.Address, 0x2000_0000)
            : Solicitation("::", SolicitedGroup(Ours), Ours, null));
        await raw.SettleAsync(3);
        Assert.DoesNotContain(IpAddress.Parse(Ours), station.Ip.Addresses);
        Assert.True(station.Host.Logs.Contains(Ours));
    });

    [Fact]
    public void Two_stations_with_one_address_do_not_both_get_it() => World.RunMany(10, async world =>
    {
        var first = Station.On(world, "first", Ours + "/64");
        await world.DelayAsync(world.Random.NextTimeSpan(TimeSpan.FromSeconds(3)));
        var second = Station.On(world, "second", Ours + "/64");
        await world.DelayAsync(TimeSpan.FromSeconds(5));
        Assert.False(first.Ip.Addresses.Contains(IpAddress.Parse(Ours)) && second.Ip.Addresses.Contains(IpAddress.Parse(Ours)));
        Assert.Contains(first.Ip.Addresses, address => address.V6.IsLinkLocal);
    });

    [Fact]
    public void Switches_hear_which_groups_we_are_in() => World.Run(async world =>
    {
        var raw = new RawStation(world);
        Station.On(world, "station", Ours + "/64");
        await raw.SettleAsync(5);
        var reports = raw.Packets(EtherType.IPv6).Where(packet => packet[6] == 0).ToArray();
        Assert.True(reports.Length >= 2);
        Assert.All(reports, report =>
        {
            Assert.Equal((58, 5, 2, 143, 1), (report[40], report[42], report[43], report[48], report[7]));
            Assert.Equal("ff02::16", new IPv6Address(report.AsSpan(24, 16)).ToString());
        });
        Assert.Contains(reports, report => report.AsSpan().IndexOf(Octets(SolicitedGroup(Ours))) > 0);

        raw.Frames.Clear();
        var query = new byte[20];
        raw.Send(GroupStation.Of(LinkGroups.AllNodes), Packets.Icmp("fe80::9", "ff02::1", 130, 0, 0x0064_0000, query, hopLimit: 1));
        await raw.SettleAsync(1);
        var answer = Assert.Single(raw.Packets(EtherType.IPv6), packet => packet[6] == 0);
        Assert.Equal((143, 2), (answer[48], (answer[54] << 8) | answer[55]));

        // A querier of the first version gets a report of each group in its own form.
        raw.Frames.Clear();
        raw.Send(GroupStation.Of(LinkGroups.AllNodes), Packets.Icmp("fe80::9", "ff02::1", 130, 0, 0x0064_0000, query.AsSpan(0, 16), hopLimit: 1));
        await raw.SettleAsync(1);
        Assert.Equal(2, raw.Packets(EtherType.IPv6).Count(packet => packet[6] == 0 && packet[48] == 131));
    });

    [Fact]
    public void A_group_that_is_joined_is_reported_and_left_in_either_version() => World.Run(async world =>
    {
        var (station, raw) = await SetupAsync(world);
        var group = IpAddress.Parse("ff02::fb");
        station.Ip.JoinGroup(group).Dispose();
        await raw.SettleAsync(5);
        byte[] types = [4, 3, 3];
        var reports = raw.Packets(EtherType.IPv6).Where(packet => packet[6] == 0).ToArray();
        Assert.Equal(types, reports.Select(report => report[56]));
        Assert.All(reports, report => Assert.Equal((143, "ff02::fb"), (report[48], new IPv6Address(report.AsSpan(60, 16)).ToString())));

        raw.Frames.Clear();
        raw.Send(GroupStation.Of(LinkGroups.AllNodes), Packets.Icmp("fe80::9", "ff02::1", 130, 0, 0, new byte[16], hopLimit: 1));
        await raw.SettleAsync(1);
        raw.Frames.Clear();
        station.Ip.JoinGroup(group).Dispose();
        await raw.SettleAsync();
        reports = [.. raw.Packets(EtherType.IPv6).Where(packet => packet[6] == 0)];
        Assert.Equal(["131 to ff02::fb", "132 to ff02::2"], reports.Select(report => $"{report[48]} to {new IPv6Address(report.AsSpan(24, 16))}"));
    });

    [Fact]
    public void Groups_that_we_are_not_in_are_dropped() => World.Run(async world =>
    {
        var (station, raw) = await SetupAsync(world);
        raw.Send(GroupStation.Of(IpAddress.Parse("ff02::99")), Packets.Ping(Theirs, "ff02::99", []));
        raw.Send(GroupStation.Of(LinkGroups.AllRouters), Packets.Ping(Theirs, "ff02::2", []));
        await raw.SettleAsync();
        Assert.Equal(2, station.Count("ip", "not-for-us"));
    });

    private static async Task<(Station Station, RawStation Raw)> SetupAsync(World world)
    {
        var station = Station.On(world, "station", Ours + "/64");
        var raw = new RawStation(world);
        await raw.SettleAsync(5);
        raw.Frames.Clear();
        return (station, raw);
    }

    private static string SolicitedGroup(string address) => LinkGroups.SolicitedNode(IPv6Address.Parse(address)).ToString();

    private static MacAddress SolicitedStation(string address) => GroupStation.Of(LinkGroups.SolicitedNode(IPv6Address.Parse(address)));

    private static byte[] Octets(string address)
    {
        var octets = new byte[16];
        IPv6Address.Parse(address).CopyTo(octets);
        return octets;
    }

    private static byte[] Solicitation(string from, string to, string target, MacAddress? station)
    {
        var octets = new byte[32];
        var length = NeighbourMessage.WriteSolicitation(octets, IPv6Address.Parse(target), station);
        return Packets.Icmp(from, to, 135, 0, 0, octets.AsSpan(8, length - 8), hopLimit: 255);
    }

    private static byte[] Advertisement(string from, string to, string target, MacAddress station, uint flags)
    {
        var octets = new byte[32];
        NeighbourMessage.WriteAdvertisement(octets, IPv6Address.Parse(target), station, false, false);
        return Packets.Icmp(from, to, 136, 0, flags, octets.AsSpan(8), hopLimit: 255);
    }
}
