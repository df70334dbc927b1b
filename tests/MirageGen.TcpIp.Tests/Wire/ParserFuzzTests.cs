using CsCheck;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Wire;

/// <summary>Arbitrary octets, and sound ones with some changed, never make a parser or an accessor throw.</summary>
public sealed class ParserFuzzTests
{
    /// <summary>Behind the message's type: where it says which other fields hold options.</summary>
    private const int OverloadAt = DhcpMessage.FixedOctets + 5;

    private static readonly Gen<byte[]> Octets = Gen.Byte.Array[0, 200];

    [Fact]
    public void Ethernet_and_arp() => Octets.Sample(octets =>
    {
        EthernetHeader.TryRead(octets, out _);
        ArpPacket.TryRead(octets, out _);
    }, iter: 100_000, time: FuzzBudget.Seconds);

    [Fact]
    public void IPv4() => Mutated(SoundV4()).Sample(octets =>
    {
        foreach (var available in (int[])[octets.Length, 20, 65_535])
        {
            if (IPv4Packet.TryRead(octets, available, out var packet) == WireError.None)
            {
                Assert.InRange(packet.HeaderOctets, 20, Math.Min(60, octets.Length));
                Assert.InRange(packet.TotalOctets, packet.HeaderOctets, available);
                _ = packet.Source.Value + packet.Destination.Value + packet.FragmentOffset + packet.Identification + packet.HopLimit;
                IPv4Options.Check(packet.Options, out _);
            }
        }

        IPv4Packet.TryReadQuoted(octets, out _);
    }, iter: 100_000, time: FuzzBudget.Seconds);

    [Fact]
    public void IPv4_options() => Octets.Sample(octets => IPv4Options.Check(octets, out _), iter: 100_000, time: FuzzBudget.Seconds);

    [Fact]
    public void IPv6_and_its_extension_headers() => Gen.Select(Gen.OneOfConst<byte>(0, 43, 44, 60, 6, 51, 59), Mutated(SoundChain())).Sample((first, octets) =>
    {
        if (IPv6Packet.TryRead(octets, octets.Length, out var packet) == WireError.None)
        {
            Assert.InRange(packet.PayloadOctets, 0, octets.Length - 40);
            _ = packet.Source.Value + packet.Destination.Value;
        }

        IPv6HeaderChain.TryRead(first, octets, out var chain);
        Assert.InRange(chain.Octets, 0, octets.Length);
        Assert.InRange(chain.FragmentOffset, 0, 65_528);
        Assert.InRange(chain.ProblemOffset, 0, 40 + octets.Length + 8);
    }, iter: 100_000, time: FuzzBudget.Seconds);

    [Fact]
    public void Icmp_and_udp() => Octets.Sample(octets =>
    {
        IcmpHeader.TryRead(octets, out _);
        if (UdpHeader.TryRead(octets, octets.Length, out var udp) == WireError.None)
        {
            Assert.InRange(udp.Length, 8, octets.Length);
        }
    }, iter: 100_000, time: FuzzBudget.Seconds);

    [Fact]
    public void Igmp_and_listener_queries() => Octets.Sample(octets =>
    {
        octets = [(byte)IgmpType.Query, .. octets];
        if (IgmpMessage.TryRead(octets, octets.Length, out var message) == WireError.None)
        {
            Assert.InRange(message.MaxDelay.TotalSeconds, 0, 3174.4);
            Assert.InRange(message.Version, 1, 3);
        }

        if (IPv4Options.Check(octets, out _) == WireError.None)
        {
            IPv4Options.HasRouterAlert(octets);
        }

        ListenerQuery.TryRead(octets, out _);
    }, iter: 100_000);

    [Fact]
    public void Neighbour_discovery() => Mutated(SoundAdvertisement()).Sample(octets =>
    {
        if (NeighbourMessage.TryRead(octets, out var message) == WireError.None)
        {
            Walk(message.Options);
            message.Options.TryFindLinkAddress(NdpOptionType.SourceLinkAddress, out _);
        }

        if (RouterAdvertisement.TryRead(octets, out var advertisement) == WireError.None)
        {
            _ = advertisement.Lifetime + advertisement.ReachableTime + advertisement.RetransmitTime;
            Assert.InRange(advertisement.Preference, -1, 1);
            Walk(advertisement.Options);
        }

        ListenerQuery.TryRead(octets, out _);
    }, iter: 100_000, time: FuzzBudget.Seconds);

    [Fact]
    public void Dhcp() => Gen.Select(Mutated(SoundDhcp()), Gen.Byte[0, 3]).Sample((octets, overload) =>
    {
        if (octets.Length > OverloadAt)
        {
            octets[OverloadAt] = overload;
        }

        if (DhcpMessage.TryRead(octets, out var message) == WireError.None)
        {
            Span<byte> room = stackalloc byte[300];
            message.Join(DhcpOption.ClasslessRoutes, room);
            _ = message.Type;
            _ = DhcpLease.Read(message);
        }
    }, iter: 100_000, time: FuzzBudget.Seconds);

    private static void Walk(NdpOptions options)
    {
        while (options.MoveNext())
        {
            Assert.True(options.Content.Length >= 6);
            PrefixInformation.TryRead(options.Content, out _);
        }
    }

    /// <summary>Octets that are nearly right reach further into a parser than arbitrary ones.</summary>
    private static Gen<byte[]> Mutated(byte[] sound) => Gen.OneOf(
        Octets,
        Gen.Select(Gen.Int[0, sound.Length - 1].Array[0, 4], Gen.Byte.Array[4], Gen.Int[0, sound.Length], (places, values, length) =>
        {
            var octets = sound.AsSpan(0, values[0] < 128 ? sound.Length : length).ToArray();
            for (var i = 0; i < places.Length; i++)
            {
                if (places[i] < octets.Length)
                {
                    octets[places[i]] = values[i];
                }
            }

            return octets;
        }));

    private static byte[] SoundV4()
    {
        var octets = new byte[60];
        IPv4Packet.Write(octets, new(new IPv4Address(0x0A000001), new IPv4Address(0x0A000002), IpProtocol.Udp, 64), 40, 7, 0);
        return octets;
    }

    private static byte[] SoundChain() =>
        [0x60, 0, 0, 0, 0, 40, 60, 1, 4, 2, 0, 0, 0, 0, 0, 0, 43, 0, 0, 0, 1, 2, 0, 0, 44, 0, 1, 4, 0, 0, 0, 0, 17, 0, 0, 9, 1, 2, 3, 4, .. new byte[40]];

    private static byte[] SoundAdvertisement()
    {
        var octets = new byte[16 + 8 + 8 + 32 + 24];
        octets[0] = 134;
        octets[4] = 64;
        octets[7] = 200;
        octets[16] = 1;
        octets[17] = 1;
        octets[24] = 5;
        octets[25] = 1;
        octets[32] = 3;
        octets[33] = 4;
        octets[34] = 64;
        octets[35] = 0xC0;
        octets[64] = 25;
        octets[65] = 3;
        return octets;
    }

    private static byte[] SoundDhcp()
    {
        var octets = new byte[DhcpWriter.MostOctets];
        var writer = new DhcpWriter(octets, DhcpMessage.FromServer, DhcpMessageType.Offer, 7, new([2, 0, 0, 0, 0, 1]))
        {
            YourAddress = new(0x0A000005),
        };
        writer.Add(DhcpOption.Overload, [0]);
        writer.Add(DhcpOption.SubnetMask, 0xFFFFFF00);
        writer.Add(DhcpOption.ServerIdentifier, new IPv4Address(0x0A000001));
        writer.Add(DhcpOption.LeaseTime, 600);
        writer.Add(DhcpOption.ClasslessRoutes, [24, 192, 168, 1, 10, 0, 0, 1, 0, 10, 0, 0, 1]);
        writer.Add(DhcpOption.HostName, "host"u8);
        return octets.AsSpan(0, writer.End()).ToArray();
    }
}
