using System.Buffers.Binary;

namespace MirageGen.TestKit.Tests.Network;

public sealed class OffloadTests
{
    private const int Ip = 14;
    private const int UdpV4 = Ip + 20;

    [Fact]
    public void A_checksum_left_to_the_device_is_made_on_the_way() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.Offloads = NetworkOffloads.TransmitChecksum);
        lan.Send(UdpFrame(lan), new(UdpV4, 6));
        await lan.SettleAsync();

        Assert.True(TransportSumIsRight(lan.AtB.Frames[0]));
        Assert.Equal(ReceiveChecksum.Unchecked, lan.AtB.Facts[0].Checksum);
    });

    [Fact]
    public void A_receiver_that_can_be_told_is_told_that_the_checksum_is_right() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.Offloads = NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum);
        lan.Send(UdpFrame(lan), new(UdpV4, 6));
        lan.Send(UdpFrame(lan));
        await lan.SettleAsync();

        Assert.Equal(ReceiveChecksum.Verified, lan.AtB.Facts[0].Checksum);
        Assert.Equal(ReceiveChecksum.Unchecked, lan.AtB.Facts[1].Checksum);
    });

    [Fact]
    public void A_checksum_can_stay_partial_between_devices_of_one_machine() => World.Run(async world =>
    {
        var lan = new Lan(world, segment =>
        {
            segment.Offloads = NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum;
            segment.LeavesChecksumsPartial = true;
        });
        var frame = UdpFrame(lan);
        lan.Send(frame, new(UdpV4, 6));
        await lan.SettleAsync();

        Assert.Equal(ReceiveChecksum.Partial, lan.AtB.Facts[0].Checksum);
        Assert.Equal(frame, lan.AtB.Frames[0]);
    });

    [Fact]
    public void A_flipped_bit_is_never_vouched_for() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.Offloads = NetworkOffloads.TransmitChecksum | NetworkOffloads.ReceiveChecksum);
        lan.A.Wire = new() { Corruption = 1 };
        lan.Send(UdpFrame(lan), new(UdpV4, 6));
        await lan.SettleAsync();

        Assert.All(lan.AtB.Facts.Concat(lan.AtC.Facts), facts => Assert.Equal(ReceiveChecksum.Unchecked, facts.Checksum));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_frame_is_cut_into_segments_with_headers_of_their_own(bool isV6) => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.Offloads = NetworkOffloads.TcpSegmentation);
        var (frame, offload) = LargeFrame(lan, isV6, payloadOctets: 3500, segmentOctets: 1000);
        lan.Send(frame, offload);
        await lan.SettleAsync();

        Assert.Equal(4, lan.AtB.Frames.Count);
        var tcp = offload.ChecksumStart;
        for (var i = 0; i < 4; i++)
        {
            var segment = lan.AtB.Frames[i];
            Assert.Equal(offload.HeaderOctets + (i < 3 ? 1000 : 500), segment.Length);
            Assert.Equal(0xFFFF_FF00u + (uint)(i * 1000), BinaryPrimitives.ReadUInt32BigEndian(segment.AsSpan(tcp + 4)));
            Assert.Equal((byte)(0x10 | (i == 0 ? 0x80 : 0) | (i == 3 ? 0x09 : 0)), segment[tcp + 13]);
            Assert.Equal(frame.AsSpan(offload.HeaderOctets).Slice(i * 1000, segment.Length - offload.HeaderOctets), segment.AsSpan(offload.HeaderOctets));
            Assert.True(TransportSumIsRight(segment));
            AssertIpHeader(segment, isV6, i);
        }
    });

    [Fact]
    public void A_large_frame_passes_uncut_to_those_who_take_it() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.Offloads =
            NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing);
        var (frame, offload) = LargeFrame(lan, isV6: false, payloadOctets: 60_000, segmentOctets: 1460);
        lan.Send(frame, offload);
        await lan.SettleAsync();

        Assert.Equal(frame.Length, Assert.Single(lan.AtB.Frames).Length);
        Assert.Equal(new ReceiveFacts(ReceiveChecksum.Verified, 1460), lan.AtB.Facts[0]);
    });

    [Fact]
    public void What_a_device_does_not_offer_cannot_be_left_to_it() => World.Run(world =>
    {
        var lan = new Lan(world);
        Assert.Throws<InvalidOperationException>(() => lan.Send(UdpFrame(lan), new(UdpV4, 6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => lan.A.TryReserve(65_549, out _));

        var able = new Lan(world, segment => segment.Offloads = NetworkOffloads.TcpSegmentation, "able");
        Assert.Throws<ArgumentException>(() => able.Send(new byte[60], new(50, 16)));
        Assert.Throws<ArgumentException>(() => able.Send(new byte[3000]));
        Assert.Throws<ArgumentException>(() => able.Send(new byte[3000], new(34, 16, Segmentation.TcpV4, 0, 54)));
        return Task.CompletedTask;
    });

    private static void AssertIpHeader(byte[] segment, bool isV6, int index)
    {
        if (isV6)
        {
            Assert.Equal(segment.Length - Ip - 40, BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(Ip + 4)));
            return;
        }

        Assert.Equal(segment.Length - Ip, BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(Ip + 2)));
        Assert.Equal((ushort)(0xFFFF + index), BinaryPrimitives.ReadUInt16BigEndian(segment.AsSpan(Ip + 4)));
        Assert.Equal(0, InternetChecksum.Of(segment.AsSpan(Ip, 20)));
    }

    /// <summary>A UDP datagram whose checksum field holds the pseudo-header's sum.</summary>
    private static byte[] UdpFrame(Lan lan)
    {
        var frame = lan.Frame(lan.B.Address, UdpV4 + 8 + 33);
        WriteV4(frame, IpProtocol.Udp);
        var udp = frame.AsSpan(UdpV4);
        BinaryPrimitives.WriteUInt16BigEndian(udp, 1000);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], 2000);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], PseudoSum(frame, IpProtocol.Udp));
        return frame;
    }

    private static (byte[] Frame, TransmitOffload Offload) LargeFrame(Lan lan, bool isV6, int payloadOctets, ushort segmentOctets)
    {
        var tcp = Ip + (isV6 ? 40 : 20);
        var frame = lan.Frame(lan.B.Address, tcp + 20 + payloadOctets);
        lan.World.Random.Fill(frame.AsSpan(tcp));
        if (isV6)
        {
            frame[12] = 0x86;
            frame[13] = 0xDD;
            frame[Ip] = 0x60;
            frame[Ip + 6] = (byte)IpProtocol.Tcp;
        }
        else
        {
            WriteV4(frame, IpProtocol.Tcp);
        }

        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(tcp + 4), 0xFFFF_FF00);
        frame[tcp + 12] = 5 << 4;
        frame[tcp + 13] = 0x99;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(tcp + 16), PseudoSum(frame, IpProtocol.Tcp));
        return (frame, new((ushort)tcp, 16, isV6 ? Segmentation.TcpV6 : Segmentation.TcpV4, segmentOctets, (ushort)(tcp + 20)));
    }

    private static void WriteV4(byte[] frame, IpProtocol protocol)
    {
        frame[12] = 0x08;
        frame[13] = 0x00;
        frame[Ip] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ip + 2), (ushort)(frame.Length - Ip));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ip + 4), 0xFFFF);
        frame[Ip + 9] = (byte)protocol;
        frame.AsSpan(Ip + 10, 2).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ip + 10), InternetChecksum.Of(frame.AsSpan(Ip, 20)));
    }

    private static bool TransportSumIsRight(byte[] frame)
    {
        var isV6 = frame[Ip] >> 4 == 6;
        var protocol = (IpProtocol)frame[Ip + (isV6 ? 6 : 9)];
        return InternetChecksum.Of(frame.AsSpan(Ip + (isV6 ? 40 : 20)), PseudoSum(frame, protocol)) == 0;
    }

    /// <summary>Written out the long way, to check the device's own arithmetic.</summary>
    private static ushort PseudoSum(byte[] frame, IpProtocol protocol)
    {
        var isV6 = frame[Ip] >> 4 == 6;
        var addresses = isV6 ? frame.AsSpan(Ip + 8, 32) : frame.AsSpan(Ip + 12, 8);
        var sum = (uint)protocol + (uint)(frame.Length - Ip - (isV6 ? 40 : 20));
        for (var i = 0; i < addresses.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(addresses[i..]);
        }

        while (sum > 0xFFFF)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)sum;
    }
}
