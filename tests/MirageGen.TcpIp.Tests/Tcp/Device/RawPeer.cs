using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>A station on the segment that says whatever segments a test wants, from whatever address, and hears the answers.</summary>
internal sealed class RawPeer : IPacketReceiver
{
    private readonly StaticIp _ip;

    public RawPeer(World world, List<StaticIp> neighbours, string name = "raw")
    {
        _ip = new(new(world.AddHost(name), SimulatedHost.DefaultDeviceName), neighbours);
        _ip.Attach(IpProtocol.Tcp, this);

        // Slow enough for what it says not to overrun a receive ring.
        _ip.Network.Wire = _ip.Network.Wire with { OctetsPerSecond = 20_000_000 };
    }

    public IpAddress Address => _ip.Addresses.First(address => address.IsV4);

    /// <summary>What arrived for its own addresses.</summary>
    public List<TcpHeader> Heard { get; } = [];

    public async Task SendAsync(IpEndpoint to, TcpHeader header, byte[]? payload = null, IpAddress from = default)
    {
        header.DestinationPort = (ushort)to.Port;
        var ip = new IpHeader(from.IsNone ? Address : from, to.Address, IpProtocol.Tcp);
        var segment = Compose(ip, header, payload ?? []);
        while (!TrySend(ip, segment))
        {
            await _ip.WaitForSpaceAsync();
        }
    }

    public void Receive(in IpHeader header, in ReceivedFrame frame, int payloadOffset)
    {
        Assert.Equal(WireError.None, TcpSegmentView.TryRead(frame.Head[payloadOffset..], out var view));
        view.Read(out var tcp);
        Heard.Add(tcp);
    }

    public void ReceiveError(in IpError error)
    {
    }

    public void EndOfBatch()
    {
    }

    /// <summary>A segment as octets, with its checksum.</summary>
    public static byte[] Compose(in IpHeader ip, in TcpHeader header, params ReadOnlySpan<byte> payload)
    {
        var segment = new byte[TcpHeaderFormat.Length(header) + payload.Length];
        var octets = TcpHeaderFormat.Write(segment, header);
        payload.CopyTo(segment.AsSpan(octets));
        var sum = InternetChecksum.Add(InternetChecksum.PseudoHeader(ip, segment.Length), segment);
        TcpHeaderFormat.WriteChecksum(segment, InternetChecksum.Finish(sum));
        return segment;
    }

    private bool TrySend(in IpHeader ip, byte[] segment)
    {
        if (!_ip.TryReserve(ip, segment.Length, out var room))
        {
            return false;
        }

        segment.CopyTo(room);
        _ip.Send(segment.Length);
        return true;
    }
}
