using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Configuration;

/// <summary>Two stations and one IPv4 address that was set by hand (RFC 5227).</summary>
public sealed class ConflictDetectionTests
{
    /// <summary>Longer than an address is probed for.</summary>
    private const double Settled = 7;

    private static readonly IPv4Address Ours = IPv4Address.Parse("10.0.0.1");
    private static readonly IPv4Address Theirs = IPv4Address.Parse("10.0.0.2");

    [Fact]
    public void An_address_is_probed_for_at_once_and_announced_when_nobody_answers() => World.Run(async world =>
    {
        var raw = new RawStation(world);
        var station = Station.On(world, "station", "10.0.0.1/24");
        await raw.SettleAsync();
        Assert.Equal(Probe(station.Network.Address), Assert.Single(raw.Arps));

        await raw.SettleAsync(0.1);
        Assert.Equal([Probe(station.Network.Address), Announcement(station.Network.Address)], raw.Arps);
    });

    [Fact]
    public void Three_probes_are_sent_a_second_or_two_apart_and_two_announcements() => World.RunMany(20, async world =>
    {
        List<(bool IsProbe, TimeSpan At)> seen = [];
        var raw = new RawStation(world);
        raw.OnFrame = frame => seen.Add((raw.Arps.Last().IsProbe, world.Now));
        _ = Station.On(world, "station", "10.0.0.1/24");
        await raw.SettleAsync(20);

        Assert.Equal([true, false, true, true, false], seen.Select(frame => frame.IsProbe));
        Assert.InRange(seen[2].At - seen[0].At, TimeSpan.FromSeconds(0.999), TimeSpan.FromSeconds(2.001));
        Assert.InRange(seen[3].At - seen[2].At, TimeSpan.FromSeconds(0.999), TimeSpan.FromSeconds(2.001));
        Assert.InRange(seen[4].At - seen[3].At, TimeSpan.FromSeconds(1.999), TimeSpan.FromSeconds(2.001));
    });

    [Fact]
    public void An_address_is_used_while_it_is_probed_for() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world) { AnswersFor = Theirs };
        new Talk(station.Udp).Send("10.0.0.2", 9, [1]);
        await raw.SettleAsync(0.05);
        Assert.Single(raw.Packets(EtherType.IPv4));
    });

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void Whoever_has_the_address_ends_the_appliance(int deafTo, bool isReply)
    {
        MacAddress holder = default;
        var error = Assert.Throws<WorldException>(() => World.Run(async world =>
        {
            var raw = new RawStation(world);
            holder = raw.Address;
            raw.OnFrame = frame =>
            {
                if (raw.Arps.Last().IsProbe && raw.Arps.Count(arp => arp.IsProbe) > deafTo)
                {
                    raw.Send(MacAddress.Broadcast, isReply
                        ? new(ArpOperation.Reply, holder, Ours, raw.Arps.Last().SenderHardware, default)
                        : new ArpPacket(ArpOperation.Request, holder, Ours, default, Ours));
                }
            };
            _ = Station.On(world, "station", "10.0.0.1/24");
            await raw.SettleAsync(Settled);
        }));

        var cause = Assert.IsType<DeviceException>(error.InnerException);
        Assert.Equal(
            $"cannot use 10.0.0.1 on the interface 'default': the station {holder} has it; give one of the two another address",
            cause.Message);
    }

    [Fact]
    public void Of_two_that_are_given_one_address_the_later_one_ends()
    {
        MacAddress first = default;
        var error = Assert.Throws<WorldException>(() => World.Run(async world =>
        {
            var station = Station.On(world, "first", "10.0.0.1/24");
            first = station.Network.Address;
            await world.DelayAsync(TimeSpan.FromSeconds(1.5));
            _ = Station.On(world, "second", "10.0.0.1/24");
            await world.DelayAsync(TimeSpan.FromSeconds(Settled));
        }));

        Assert.Contains($"the station {first} has it", Assert.IsType<DeviceException>(error.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_is_taken_away_is_probed_for_no_more() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        await raw.SettleAsync(0.5);
        station.Interface.Remove(station.Interface.LocalAddresses[0]);
        raw.Frames.Clear();
        raw.Send(MacAddress.Broadcast, Announcement(raw.Address));
        await raw.SettleAsync(Settled);
        Assert.Empty(raw.Arps);
    });

    [Fact]
    public void Somebody_who_claims_a_settled_address_is_told_and_logged_once_in_ten_seconds() => World.Run(async world =>
    {
        var station = Station.On(world, "station", "10.0.0.1/24");
        var raw = new RawStation(world);
        await raw.SettleAsync(Settled);
        raw.Frames.Clear();
        for (var i = 0; i < 20; i++)
        {
            raw.Send(MacAddress.Broadcast, Announcement(raw.Address));
            await raw.SettleAsync(1);
        }

        Assert.InRange(raw.Arps.Count(arp => arp == Announcement(station.Network.Address)), 1, 3);
        Assert.True(station.Host.Logs.Contains("10.0.0.1"));
        Assert.Equal(20, station.Count("neighbours default", "conflicts"));
        Assert.Contains(IpAddress.Parse("10.0.0.1"), station.Ip.Addresses);
    });

    private static ArpPacket Probe(MacAddress station) => new(ArpOperation.Request, station, IPv4Address.Any, default, Ours);

    private static ArpPacket Announcement(MacAddress station) => new(ArpOperation.Request, station, Ours, default, Ours);
}
