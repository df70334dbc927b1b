using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826).</summary>
/// <param name="Operation">Request or reply.</param>
/// <param name="SenderHardware">The sender's station.</param>
/// <param name="Sender">The sender's address; 0.0.0.0 in a probe (RFC 5227 section 1.1).</param>
/// <param name="TargetHardware">The target's station; meaningless in a request.</param>
/// <param name="Target">The target's address.</param>
internal readonly record struct ArpPacket(
    ArpOperation Operation,
    MacAddress SenderHardware,
    IPv4Address Sender,
    MacAddress TargetHardware,
    IPv4Address Target)
{
    /// <summary>Octets of a packet.</summary>
    public const int Octets = 28;

    private const ushort EthernetHardware = 1;
    private const int SenderHardwareOffset = 8;
    private const int SenderOffset = 14;
    private const int TargetHardwareOffset = 18;
    private const int TargetOffset = 24;

    /// <summary>Whether it asks if an address is in use, without claiming it (RFC 5227 section 1.1).</summary>
    public bool IsProbe => Operation == ArpOperation.Request && Sender == IPv4Address.Any;

    /// <summary>Reads a packet; another kind of hardware or protocol is <see cref="WireError.Value"/>.</summary>
    /// <param name="octets">Untrusted; padding may follow the packet.</param>
    /// <param name="packet">What it says.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, out ArpPacket packet)
    {
        packet = default;
        if (octets.Length < Octets)
        {
            return WireError.Truncated;
        }

        var operation = BinaryPrimitives.ReadUInt16BigEndian(octets[6..]);
        if (BinaryPrimitives.ReadUInt16BigEndian(octets) != EthernetHardware
            || BinaryPrimitives.ReadUInt16BigEndian(octets[2..]) != (ushort)EtherType.IPv4
            || octets[4] != MacAddress.OctetCount
            || octets[5] != IPv4Address.OctetCount
            || operation is not ((ushort)ArpOperation.Request or (ushort)ArpOperation.Reply))
        {
            return WireError.Value;
        }

        packet = new(
            (ArpOperation)operation,
            new(octets.Slice(SenderHardwareOffset, MacAddress.OctetCount)),
            new IPv4Address(octets[SenderOffset..]),
            new(octets.Slice(TargetHardwareOffset, MacAddress.OctetCount)),
            new IPv4Address(octets[TargetOffset..]));
        return WireError.None;
    }

    /// <summary>Writes the packet.</summary>
    /// <param name="octets">At least <see cref="Octets"/> octets.</param>
    public void Write(Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt16BigEndian(octets, EthernetHardware);
        BinaryPrimitives.WriteUInt16BigEndian(octets[2..], (ushort)EtherType.IPv4);
        octets[4] = MacAddress.OctetCount;
        octets[5] = IPv4Address.OctetCount;
        BinaryPrimitives.WriteUInt16BigEndian(octets[6..], (ushort)Operation);
        SenderHardware.CopyTo(octets[SenderHardwareOffset..]);
        Sender.CopyTo(octets[SenderOffset..]);
        TargetHardware.CopyTo(octets[TargetHardwareOffset..]);
        Target.CopyTo(octets[TargetOffset..]);
    }
}
