using MirageGen.TcpIp.Tests.Rig;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests;

/// <summary>Groups of IPv4: RFC 3376, and RFC 2236 and RFC 1112 where a querier knows no better.</summary>
public sealed class IgmpTests
{
    private const string Ours = "10.0.0.1";
    private const string Querier = "10.0.0.9";
    private const string Group = "239.1.2.3";
    private const string Other = "239.1.2.4";

    private static readonly byte[] RouterAlert = [148, 4, 0, 0];

    [Fact]
    public void A_group_that_is_joined_is_reported_twice_and_left_twice() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        var membership = station.Ip.JoinGroup(IpAddress.Parse(Group));
        await raw.SettleAsync(5);
        Assert.Equal([Record(4, Group), Record(4, Group)], Records(raw));
        Assert.All(Reports(raw), packet =>
        {
            Assert.Equal((0x46, 0xC0, 1), (packet[0], packet[1], packet[8]));
            Assert.Equal((Ours, "224.0.0.22"), (Address(packet, 12), Address(packet, 16)));
            Assert.Equal(RouterAlert, packet[20..24]);
            Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(0, packet.AsSpan(0, 24))));
            Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(0, packet.AsSpan(24, 16))));
        });

        raw.Frames.Clear();
        membership.Dispose();
        membership.Dispose();
        await raw.SettleAsync(5);
        Assert.Equal([Record(3, Group), Record(3, Group)], Records(raw));
        Assert.False(station.Interface.IsMember(IpAddress.Parse(Group)));
    });

    [Fact]
    public void Who_joins_twice_is_in_the_group_until_he_has_left_twice() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        var first = station.Ip.JoinGroup(IpAddress.Parse(Group));
        var second = station.Ip.JoinGroup(IpAddress.Parse(Group));
        first.Dispose();
        await raw.SettleAsync(5);
        Assert.Equal(2, Records(raw).Count);
        Assert.True(station.Interface.IsMember(IpAddress.Parse(Group)));
        second.Dispose();
        Assert.False(station.Interface.IsMember(IpAddress.Parse(Group)));
    });

    [Fact]
    public void A_query_is_answered_within_its_time_with_the_groups_it_is_about() => World.RunMany(10, async world =>
    {
        var (station, raw) = await JoinBothAsync(world);
        Query(station, raw, IPv4Address.Any, code: 50, octets: 12);
        await raw.SettleAsync(5.001);
        Assert.Equal([Record(2, Group), Record(2, Other)], Records(raw));

        raw.Frames.Clear();
        Query(station, raw, IPv4Address.Parse(Other), code: 10, octets: 12, to: Other);
        Query(station, raw, IPv4Address.Parse("239.9.9.9"), code: 10, octets: 12);
        await raw.SettleAsync(1.001);
        Assert.Equal([Record(2, Other)], Records(raw));
    });

    [Fact]
    public void A_querier_of_the_second_version_is_told_in_its_words() => World.Run(async world =>
    {
        var (station, raw) = await JoinBothAsync(world);
        Query(station, raw, IPv4Address.Any, code: 50, octets: 8);
        await raw.SettleAsync(5.001);
        Assert.Equal([$"16 {Group} to {Group}", $"16 {Other} to {Other}"], Older(raw));

        raw.Frames.Clear();
        var third = station.Ip.JoinGroup(IpAddress.Parse("239.1.2.5"));
        await raw.SettleAsync(5);
        third.Dispose();
        await raw.SettleAsync();
        Assert.Equal(["16 239.1.2.5 to 239.1.2.5", "16 239.1.2.5 to 239.1.2.5", "17 239.1.2.5 to 224.0.0.2"], Older(raw));

        // Without a query for long enough, the third version is spoken again.
        await raw.SettleAsync(260);
        raw.Frames.Clear();
        station.Ip.JoinGroup(IpAddress.Parse("239.1.2.6"));
        await raw.SettleAsync();
        Assert.Equal([Record(4, "239.1.2.6")], Records(raw));
    });

    [Fact]
    public void A_querier_of_the_first_version_hears_of_no_leaving() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        var membership = station.Ip.JoinGroup(IpAddress.Parse(Group));
        await raw.SettleAsync(5);
        raw.Frames.Clear();
        Query(station, raw, IPv4Address.Any, code: 0, octets: 8, hasAlert: false);
        await raw.SettleAsync(10.001);
        membership.Dispose();
        await raw.SettleAsync(5);
        Assert.Equal([$"12 {Group} to {Group}"], Older(raw));
    });

    [Fact]
    public void What_another_host_has_told_an_older_querier_is_not_told_again() => World.Run(async world =>
    {
        var (station, raw) = await JoinBothAsync(world);
        Query(station, raw, IPv4Address.Any, code: 255, octets: 8);
        var report = new byte[IgmpMessage.OlderOctets];
        IgmpMessage.WriteOlder(report, IgmpType.ReportV2, IPv4Address.Parse(Group));
        SendIgmp(station, raw, report, Group, hasAlert: true);
        await raw.SettleAsync(26);
        Assert.Equal([$"16 {Other} to {Other}"], Older(raw));
    });

    [Theory]
    [InlineData(2, true, 12, 0, Group)]
    [InlineData(1, false, 12, 0, Group)]
    [InlineData(1, true, 7, 0, Group)]
    [InlineData(1, true, 10, 0, Group)]
    [InlineData(1, true, 12, 1, Group)]
    [InlineData(1, true, 12, 0, "10.0.0.7")]
    public void What_breaks_the_rules_is_dropped(byte hopLimit, bool hasAlert, int octets, int damage, string group) => World.Run(async world =>
    {
        var (station, raw) = await JoinBothAsync(world);
        var query = new byte[octets];
        query[0] = (byte)IgmpType.Query;
        query[1] = 10;
        IPv4Address.Parse(group).CopyTo(octets < 8 ? new byte[4] : query.AsSpan(4));
        IcmpHeader.WriteChecksum(query, 0);
        query[1] += (byte)damage;
        SendIgmp(station, raw, query, "224.0.0.1", hasAlert, hopLimit, makesChecksum: false);
        await raw.SettleAsync(5);
        Assert.Empty(Reports(raw));
        Assert.Equal(1, station.Count("ip", damage == 0 ? "bad-group-message" : "bad-checksum"));
    });

    [Fact]
    public void Groups_have_a_bound_and_what_is_left_makes_room() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        var joined = Enumerable.Range(1, GroupReports.MostJoined).Select(i => station.Ip.JoinGroup(IpAddress.Parse($"239.0.0.{i}"))).ToArray();
        Assert.Contains("24 groups", Assert.Throws<DeviceException>(() => station.Ip.JoinGroup(IpAddress.Parse("239.0.1.1"))).Message);
        joined[3].Dispose();
        station.Ip.JoinGroup(IpAddress.Parse("239.0.1.1"));
        await raw.SettleAsync(5);
        Assert.Contains(Record(4, "239.0.1.1"), Records(raw));
        Assert.Throws<ArgumentException>(() => station.Ip.JoinGroup(IpAddress.Parse(Querier)));
        Assert.Throws<DeviceException>(() => station.Ip.JoinGroup(IpAddress.Parse(Group), IpAddress.Parse(Querier)));
    });

    [Fact]
    public void Everyones_group_is_never_reported() => World.Run(async world =>
    {
        var (station, raw) = Setup(world);
        station.Ip.JoinGroup(IpAddress.Parse("224.0.0.1")).Dispose();
        await raw.SettleAsync(5);
        Assert.Empty(Reports(raw));
        Assert.True(station.Interface.IsMember(IpAddress.Parse("224.0.0.1")));
    });

    private static (Station Station, RawStation Raw) Setup(World world) => (Station.On(world, "station", Ours + "/24"), new(world));

    private static async Task<(Station Station, RawStation Raw)> JoinBothAsync(World world)
    {
        var (station, raw) = Setup(world);
        station.Ip.JoinGroup(IpAddress.Parse(Group));
        station.Ip.JoinGroup(IpAddress.Parse(Other));
        await raw.SettleAsync(5);
        raw.Frames.Clear();
        return (station, raw);
    }

    private static void Query(
        Station station, RawStation raw, IPv4Address group, byte code, int octets, string to = "224.0.0.1", bool hasAlert = true)
    {
        var query = new byte[octets];
        query[0] = (byte)IgmpType.Query;
        query[1] = code;
        group.CopyTo(query.AsSpan(4));
        SendIgmp(station, raw, query, to, hasAlert);
    }

    private static void SendIgmp(
        Station station, RawStation raw, byte[] message, string to, bool hasAlert, byte hopLimit = 1, bool makesChecksum = true)
    {
        if (makesChecksum)
        {
            IcmpHeader.WriteChecksum(message, 0);
        }

        var header = new IpHeader(IPv4Address.Parse(Querier), IPv4Address.Parse(to), IpProtocol.Igmp, hopLimit);
        var octets = hasAlert ? IPv4Packet.RouterAlertHeaderOctets : IPv4Packet.MinHeaderOctets;
        var packet = new byte[octets + message.Length];
        if (hasAlert)
        {
            IPv4Packet.WriteWithRouterAlert(packet, header, message.Length);
        }
        else
        {
            IPv4Packet.Write(packet, header, message.Length, 0, 0);
        }

        message.CopyTo(packet.AsSpan(octets));
        raw.Send(GroupStation.Of(IpAddress.Parse(to)), packet);
    }

    private static IEnumerable<byte[]> Reports(RawStation raw) => raw.Packets(EtherType.IPv4).Where(packet => packet[9] == (byte)IpProtocol.Igmp);

    private static List<string> Records(RawStation raw)
    {
        var records = new List<string>();
        foreach (var packet in Reports(raw))
        {
            Assert.Equal((byte)IgmpType.ReportV3, packet[24]);
            for (var i = 0; i < packet[31]; i++)
            {
                records.Add(Record(packet[32 + (8 * i)], Address(packet, 36 + (8 * i))));
            }
        }

        return records;
    }

    private static List<string> Older(RawStation raw) =>
        [.. Reports(raw).Select(packet => $"{packet[24]:x2} {Address(packet, 28)} to {Address(packet, 16)}")];

    private static string Record(int type, string group) => $"{type} {group}";

    private static string Address(byte[] packet, int offset) => new IPv4Address(packet.AsSpan(offset, 4)).ToString();
}
