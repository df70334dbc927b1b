namespace MirageGen.TestKit;

/// <summary>An Ethernet frame under way from a device to the switch, or in a device's ring.</summary>
internal sealed class FramePacket(EthernetSegment segment) : Packet
{
    private TransmitOffload _offload;
    private ushort _partialSum;

    /// <summary>Who sent it.</summary>
    public SimulatedNetwork Sender { get; private set; } = null!;

    /// <summary>Whether a device has made its checksum, so that it is known to be right.</summary>
    public bool IsChecksumMade => _offload.ChecksumOffset != 0;

    /// <summary>When it is several TCP segments in one, the payload of each; otherwise zero.</summary>
    public int SegmentOctets => _offload.Segmentation == Segmentation.None ? 0 : _offload.SegmentOctets;

    public MacAddress Destination => Length < MacAddress.OctetCount ? MacAddress.Broadcast : new(Content[..MacAddress.OctetCount]);

    public override int Octets => Length;

    public override string Kind => "frame";

    public override bool IsFragmentable => false;

    public static FramePacket Make(SimulatedNetwork sender, ReadOnlySpan<byte> frame, in TransmitOffload offload)
    {
        var packet = sender.Segment.Frames.Take(frame.Length);
        packet.Sender = sender;
        packet._offload = offload;
        packet.Fill(frame);
        if (packet.IsChecksumMade)
        {
            packet._partialSum = InternetChecksum.Complete(packet.Content, offload);
        }

        return packet;
    }

    /// <summary>The content with the checksum as the sender left it, or as the device made it.</summary>
    public void SetChecksum(bool isPartial)
    {
        if (IsChecksumMade && isPartial)
        {
            InternetChecksum.Put(Content, _offload, _partialSum);
        }
    }

    public override void Deliver() => Sender.Segment.Switch(this);

    public override void Dropped() => Sender.CountSendDrop();

    public override bool TooLargeFor(Wire wire) =>
        SegmentOctets == 0 && Length > wire.Mtu + SimulatedNetwork.HeaderOctets;

    public override bool Corrupt(SeededRandom random)
    {
        if (Length > 0)
        {
            Content[random.NextInt32(Length)] ^= (byte)(1 << random.NextInt32(8));
        }

        // A device that checks would not vouch for it, and one that passes it on would not know.
        _offload = default;
        return true;
    }

    public override FramePacket Copy()
    {
        var copy = segment.Frames.Take(Length);
        copy.Sender = Sender;
        copy._offload = _offload;
        copy._partialSum = _partialSum;
        copy.Fill(Content);
        return copy;
    }

    public override void Release() => segment.Frames.Give(this);
}
