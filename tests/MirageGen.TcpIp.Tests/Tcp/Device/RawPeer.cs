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
    }

    public IpAddress Address => _ip.Addresses.First(address => address.IsV4);

    /// <summary>What arrived for its own addresses.</summary>
    public List<TcpHeader> Heard { get; } = [];

    public async Task SendAsync(IpEndpoint to, TcpHeader header, byte[]? payload = null, IpAddress from = default)
    {
        header.DestinationPort = (ushort)to.Port;
        payload ??= [];
        var ip = new IpHeader(from.IsNone ? Address : from, to.Address, IpProtocol.Tcp);
        while (!TrySend(ip, header, payload))
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

    private bool TrySend(in IpHeader ip, in TcpHeader header, byte[] payload)
    {
        if (!_ip.TryReserve(ip, TcpHeaderFormat.Length(header) + payload.Length, out var segment))
        {
            return false;
        }

        var octets = TcpHeaderFormat.Write(segment, header);
        payload.CopyTo(segment[octets..]);
        segment = segment[..(octets + payload.Length)];
        var sum = InternetChecksum.Add(InternetChecksum.PseudoHeader(ip, segment.Length), segment);
        TcpHeaderFormat.WriteChecksum(segment, InternetChecksum.Finish(sum));
        _ip.Send(segment.Length);
        return true;
    }
}
