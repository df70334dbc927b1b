using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>The header of an Ethernet II frame (RFC 894).</summary>
/// <param name="Destination">The station or group it is for.</param>
/// <param name="Source">The station that sent it.</param>
/// <param name="Protocol">What the payload is.</param>
internal readonly record struct EthernetHeader(MacAddress Destination, MacAddress Source, EtherType Protocol)
{
    /// <summary>Octets of the header.</summary>
    public const int Octets = 14;

    private const int SourceOffset = 6;
    private const int ProtocolOffset = 12;

    /// <summary>Reads a header.</summary>
    /// <param name="frame">Untrusted; begins with the header.</param>
    /// <param name="header">What it says.</param>
    public static WireError TryRead(ReadOnlySpan<byte> frame, out EthernetHeader header)
    {
        header = default;
        if (frame.Length < Octets)
        {
            return WireError.Truncated;
        }

        header = new(
            new(frame[..MacAddress.OctetCount]),
            new(frame.Slice(SourceOffset, MacAddress.OctetCount)),
            (EtherType)BinaryPrimitives.ReadUInt16BigEndian(frame[ProtocolOffset..]));
        return WireError.None;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="frame">At least <see cref="Octets"/> octets.</param>
    public void Write(Span<byte> frame)
    {
        Destination.CopyTo(frame);
        Source.CopyTo(frame[SourceOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[ProtocolOffset..], (ushort)Protocol);
    }
}
