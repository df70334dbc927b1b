using System.Buffers.Binary;

namespace MirageGen.Dns.Validation;

/// <summary>The data of a DNSKEY record (RFC 4034 section 2.1), which has been judged.</summary>
internal readonly ref struct KeyView(ReadOnlySpan<byte> data)
{
    private const ushort ZoneBit = 0x0100;
    private const ushort RevokedBit = 0x0080;
    private const byte DnssecProtocol = 3;

    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>For which algorithm.</summary>
    public byte Algorithm => _data[3];

    /// <summary>The key.</summary>
    public ReadOnlySpan<byte> Key => _data[4..];

    /// <summary>All of it, which a DS record's digest is of.</summary>
    public ReadOnlySpan<byte> Data => _data;

    /// <summary>Whether it may have signed a zone: it is a zone's, and not revoked (RFC 5011 section 2.1).</summary>
    public bool IsZoneKey =>
        (BinaryPrimitives.ReadUInt16BigEndian(_data) & (ZoneBit | RevokedBit)) == ZoneBit && _data[2] == DnssecProtocol;

    /// <summary>Its tag (RFC 4034 appendix B).</summary>
    public ushort Tag
    {
        get
        {
            var sum = 0U;
            for (var i = 0; i < _data.Length; i++)
            {
                sum += (i & 1) == 0 ? (uint)_data[i] << 8 : _data[i];
            }

            return (ushort)(sum + (sum >> 16));
        }
    }
}
