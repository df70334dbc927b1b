using System.Buffers;
using System.Buffers.Binary;

namespace MirageGen.Dns.Wire;

/// <summary>Messages on a stream, each behind its length (RFC 1035 section 4.2.2).</summary>
internal static class MessageFraming
{
    /// <summary>Takes a message off what has arrived, once it is whole, into memory of the caller.</summary>
    /// <param name="rest">What has arrived; shorter by the message afterwards.</param>
    /// <param name="message">Room for 65,535 octets.</param>
    /// <param name="length">The message's length.</param>
    public static bool TryTake(ref ReadOnlySequence<byte> rest, Span<byte> message, out int length)
    {
        var isWhole = TryTake(ref rest, out var taken);
        length = (int)taken.Length;
        taken.CopyTo(message);
        return isWhole;
    }

    /// <summary>Takes a message off what has arrived, once it is whole.</summary>
    /// <param name="rest">What has arrived; shorter by the message afterwards.</param>
    /// <param name="message">The message, where it lies.</param>
    public static bool TryTake(ref ReadOnlySequence<byte> rest, out ReadOnlySequence<byte> message)
    {
        message = default;
        if (rest.Length < sizeof(ushort))
        {
            return false;
        }

        Span<byte> head = stackalloc byte[sizeof(ushort)];
        rest.Slice(0, sizeof(ushort)).CopyTo(head);
        var length = BinaryPrimitives.ReadUInt16BigEndian(head);
        if (rest.Length - sizeof(ushort) < length)
        {
            return false;
        }

        message = rest.Slice(sizeof(ushort), length);
        rest = rest.Slice(sizeof(ushort) + length);
        return true;
    }
}
