using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>Checksums over payloads that lie in several pieces.</summary>
internal static class FrameChecksum
{
    /// <summary>Adds the end of a frame to a sum.</summary>
    /// <param name="sum">The sum so far.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="offset">Where to begin.</param>
    public static uint Add(uint sum, in ReceivedFrame frame, int offset)
    {
        if (frame.PieceCount == 1)
        {
            return InternetChecksum.Add(sum, frame.Head[offset..]);
        }

        var isOdd = false;
        for (var i = 0; i < frame.PieceCount; i++)
        {
            var piece = frame.Piece(i);
            if (offset >= piece.Length)
            {
                offset -= piece.Length;
                continue;
            }

            piece = piece[offset..];
            offset = 0;
            // Octets that begin in the middle of a word sum up with their halves exchanged (RFC 1071 section 2 B).
            var part = InternetChecksum.Fold(InternetChecksum.Add(0, piece));
            sum += isOdd ? BinaryPrimitives.ReverseEndianness(part) : part;
            isOdd ^= (piece.Length & 1) != 0;
        }

        return sum;
    }

    /// <summary>Whether a payload with a pseudo-header has the right checksum.</summary>
    /// <param name="header">Between whom it travelled.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="offset">Where it begins.</param>
    public static bool IsRight(in IpHeader header, in ReceivedFrame frame, int offset) =>
        frame.Facts.Checksum != ReceiveChecksum.Unchecked
        || InternetChecksum.Finish(Add(InternetChecksum.PseudoHeader(header, frame.Length - offset), frame, offset)) == 0;
}
