namespace MirageGen.TcpIp.Wire;

/// <summary>The checksum of a datagram (RFC 768), which IPv4 may go without (RFC 8200 section 8.1).</summary>
internal static class UdpChecksum
{
    /// <summary>Whether a received datagram has the right checksum, or rightly none.</summary>
    /// <param name="header">Between whom it travelled.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="offset">Where the UDP header begins.</param>
    /// <param name="udp">The UDP header, whose length is within the frame.</param>
    public static bool IsRight(in IpHeader header, in ReceivedFrame frame, int offset, in UdpHeader udp)
    {
        if (udp.Checksum == 0)
        {
            return header.Source.IsV4;
        }

        var end = offset + udp.Length;
        return frame.Length == end
            ? FrameChecksum.IsRight(header, frame, offset)
            : FrameChecksum.IsRight(header, frame.Trim(end), offset);
    }
}
