using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>A segment that has arrived sound: what its header says, and where in its frame the payload lies.</summary>
internal struct ReceivedSegment
{
    /// <summary>What its header says.</summary>
    public TcpHeader Header;

    /// <summary>Where in the frame its payload begins.</summary>
    public int PayloadOffset { get; private set; }

    /// <summary>Octets of its payload.</summary>
    public int PayloadOctets { get; private set; }

    /// <summary>Reads a segment and checks its lengths and, unless the device has, its checksum (RFC 9293 section 3.1, MUST-3).</summary>
    /// <param name="ip">Between whom it travelled.</param>
    /// <param name="frame">The frame it came in.</param>
    /// <param name="offset">Where in the frame it begins; it goes on to the end.</param>
    /// <param name="segment">The segment, when there is no error.</param>
    public static WireError TryRead(in IpHeader ip, in ReceivedFrame frame, int offset, out ReceivedSegment segment)
    {
        segment = default;
        if ((uint)offset > (uint)frame.Head.Length)
        {
            return WireError.Truncated;
        }

        var error = TcpSegmentView.TryRead(frame.Head[offset..], out var view);
        if (error != WireError.None)
        {
            return error;
        }

        if (!FrameChecksum.IsRight(ip, frame, offset))
        {
            return WireError.Checksum;
        }

        view.Read(out segment.Header);
        segment.PayloadOffset = offset + view.HeaderOctets;
        segment.PayloadOctets = frame.Length - segment.PayloadOffset;
        return WireError.None;
    }
}
