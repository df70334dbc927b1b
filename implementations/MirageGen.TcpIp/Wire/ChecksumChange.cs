using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>
/// What becomes of a checksum when words that it covers are replaced, without a look at all the others (RFC 1624
/// section 3, equation 3).
/// </summary>
internal struct ChecksumChange
{
    private uint _sum;

    /// <summary>Replaces a word.</summary>
    /// <param name="field">Two octets at an even place of what the checksum covers.</param>
    /// <param name="value">The new word.</param>
    public void Replace(Span<byte> field, ushort value)
    {
        _sum += (ushort)~BinaryPrimitives.ReadUInt16BigEndian(field) + (uint)value;
        BinaryPrimitives.WriteUInt16BigEndian(field, value);
    }

    /// <summary>Replaces an IPv4 address.</summary>
    /// <param name="field">Four octets at an even place of what the checksum covers.</param>
    /// <param name="address">The new address.</param>
    public void Replace(Span<byte> field, IPv4Address address)
    {
        Replace(field, (ushort)(address.Value >> 16));
        Replace(field[sizeof(ushort)..], (ushort)address.Value);
    }

    /// <summary>Mends a checksum.</summary>
    /// <param name="field">Where it lies.</param>
    public readonly void Mend(Span<byte> field)
    {
        var sum = (ushort)~BinaryPrimitives.ReadUInt16BigEndian(field) + _sum;
        BinaryPrimitives.WriteUInt16BigEndian(field, InternetChecksum.Finish(sum));
    }

    /// <summary>Mends the sum of a pseudo-header, which a device is to complete to a checksum.</summary>
    /// <param name="field">Where it lies.</param>
    public readonly void MendPartial(Span<byte> field) => BinaryPrimitives.WriteUInt16BigEndian(
        field, InternetChecksum.Fold(BinaryPrimitives.ReadUInt16BigEndian(field) + _sum));
}
