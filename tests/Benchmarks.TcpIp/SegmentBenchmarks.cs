using BenchmarkDotNet.Attributes;
using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;

namespace MirageGen.Benchmarks;

/// <summary>A TCP segment with a timestamp in a frame that has arrived: from its octets to what its headers say.</summary>
[MemoryDiagnoser]
public class SegmentBenchmarks
{
    private const int IpOffset = EthernetHeader.Octets;
    private const int TcpOffset = IpOffset + IPv4Packet.MinHeaderOctets;

    private static readonly IpHeader Ip = new(IpAddress.Parse("192.0.2.1"), IpAddress.Parse("192.0.2.2"), IpProtocol.Tcp, HopLimit: 64);

    private byte[] _frame = [];

    /// <summary>Octets of its payload: an acknowledgment has none.</summary>
    [Params(0, 1448)]
    public int Payload { get; set; }

    /// <summary>Makes the frame, and asserts that it is read.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        var header = new TcpHeader { SourcePort = 40_000, DestinationPort = 80, Flags = TcpFlags.Ack, Window = 500 };
        header.Options.HasTimestamps = true;
        var octets = TcpHeaderFormat.Length(header) + Payload;
        _frame = new byte[TcpOffset + octets];
        new Random(1).NextBytes(_frame);
        new EthernetHeader(default, default, EtherType.IPv4).Write(_frame);
        IPv4Packet.Write(_frame.AsSpan(IpOffset), Ip, octets, identification: 1, IPv4Packet.DontFragment);
        var segment = _frame.AsSpan(TcpOffset);
        TcpHeaderFormat.Write(segment, header);
        TcpHeaderFormat.WriteChecksum(segment, InternetChecksum.Finish(InternetChecksum.Add(InternetChecksum.PseudoHeader(Ip, octets), segment)));
        if (Read() != Payload || ReadWithoutChecksum() != Payload)
        {
            throw new InvalidOperationException("the segment is not read");
        }
    }

    /// <summary>Ethernet, IPv4 and TCP, with all checksums.</summary>
    [Benchmark]
    public int Read() => Read(new(_frame));

    /// <summary>The same when the device has checked TCP's checksum.</summary>
    [Benchmark]
    public int ReadWithoutChecksum() => Read(new(_frame, facts: new(ReceiveChecksum.Verified)));

    /// <returns>Octets of payload; less than none when something is wrong.</returns>
    private static int Read(in ReceivedFrame frame) =>
        EthernetHeader.TryRead(frame.Head, out var ethernet) == WireError.None
        && ethernet.Protocol == EtherType.IPv4
        && IPv4Packet.TryRead(frame.Head[IpOffset..], frame.Length - IpOffset, out var packet) == WireError.None
        && ReceivedSegment.TryRead(
            new(packet.Source, packet.Destination, packet.Protocol, packet.HopLimit, packet.TrafficClass),
            frame,
            IpOffset + packet.HeaderOctets,
            out var segment) == WireError.None
            ? segment.PayloadOctets
            : -1;
}
