using System.Buffers.Binary;
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
    /// <param name="segment">The segment.</param>
    /// <returns>Whether it is sound.</returns>
    public static bool TryRead(in IpHeader ip, in ReceivedFrame frame, int offset, out ReceivedSegment segment)
    {
        segment = default;
        if ((uint)offset > (uint)frame.Head.Length
            || TcpSegmentView.TryRead(frame.Head[offset..], out var view) != WireError.None
            || (frame.Facts.Checksum == ReceiveChecksum.Unchecked && !IsSumRight(ip, frame, offset)))
        {
            return false;
        }

        view.Read(out segment.Header);
        segment.PayloadOffset = offset + view.HeaderOctets;
        segment.PayloadOctets = frame.Length - segment.PayloadOffset;
        return true;
    }

    private static bool IsSumRight(in IpHeader ip, in ReceivedFrame frame, int offset)
    {
        var sum = InternetChecksum.PseudoHeader(ip, frame.Length - offset);
        sum = InternetChecksum.Add(sum, frame.Head[offset..]);
        var summed = frame.Head.Length - offset;
        for (var i = 1; i < frame.PieceCount; i++)
        {
            var piece = frame.Piece(i);
            var part = InternetChecksum.Add(0, piece);

            // A piece that begins in the middle of a word has its octets the other way round (RFC 1071 section 2 B).
            sum += (summed & 1) == 0 ? part : BinaryPrimitives.ReverseEndianness(InternetChecksum.Fold(part));
            summed += piece.Length;
        }

        return InternetChecksum.Finish(sum) == 0;
    }
}
