using System.Buffers.Binary;

namespace MirageGen.Dns.Validation;

/// <summary>The data of an RRSIG record (RFC 4034 section 3.1), which has been judged.</summary>
internal readonly ref struct SignatureView
{
    private const int SignerAt = 18;

    private readonly ReadOnlySpan<byte> _data;
    private readonly int _signerLength;

    /// <summary>Looks at sound data.</summary>
    public SignatureView(ReadOnlySpan<byte> data)
    {
        _data = data;
        _signerLength = NameOctets.Length(data[SignerAt..]);
    }

    /// <summary>By which algorithm.</summary>
    public byte Algorithm => _data[2];

    /// <summary>How many labels the owner had that was signed: fewer than the owner has when a wildcard was.</summary>
    public int Labels => _data[3];

    /// <summary>The time to live that was signed.</summary>
    public uint OriginalTtl => BinaryPrimitives.ReadUInt32BigEndian(_data[4..]);

    /// <summary>Until when it holds, seconds since 1970 modulo 2^32.</summary>
    public uint Expiration => BinaryPrimitives.ReadUInt32BigEndian(_data[8..]);

    /// <summary>Since when it holds.</summary>
    public uint Inception => BinaryPrimitives.ReadUInt32BigEndian(_data[12..]);

    /// <summary>A hint which key it was made with.</summary>
    public ushort KeyTag => BinaryPrimitives.ReadUInt16BigEndian(_data[16..]);

    /// <summary>The zone that signed.</summary>
    public ReadOnlySpan<byte> Signer => _data.Slice(SignerAt, _signerLength);

    /// <summary>What is signed of it: all but the signature; the signer's name is to be made small.</summary>
    public ReadOnlySpan<byte> Head => _data[..(SignerAt + _signerLength)];

    /// <summary>The octets before the signer.</summary>
    public static int FixedOctets => SignerAt;

    /// <summary>The signature.</summary>
    public ReadOnlySpan<byte> Signature => _data[(SignerAt + _signerLength)..];
}
