using System.Buffers;
using System.Buffers.Binary;

namespace MirageGen.Dns.Wire;

/// <summary>Messages on a stream, each behind its length (RFC 1035 section 4.2.2).</summary>
internal static class MessageFraming
{
    /// <summary>Takes a message off what has arrived, once it is whole.</summary>
    /// <param name="rest">What has arrived; shorter by the message afterwards.</param>
    /// <param name="message">Room for 65,535 octets.</param>
    /// <param name="length">The message's length.</param>
    public static bool TryTake(ref ReadOnlySequence<byte> rest, Span<byte> message, out int length)
    {
        length = 0;
        if (rest.Length < sizeof(ushort))
        {
            return false;
        }

        Span<byte> head = stackalloc byte[sizeof(ushort)];
        rest.Slice(0, sizeof(ushort)).CopyTo(head);
        length = BinaryPrimitives.ReadUInt16BigEndian(head);
        if (rest.Length - sizeof(ushort) < length)
        {
            return false;
        }

        rest.Slice(sizeof(ushort), length).CopyTo(message);
        rest = rest.Slice(sizeof(ushort) + length);
        return true;
    }
}
