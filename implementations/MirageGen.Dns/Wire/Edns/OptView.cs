using System.Buffers.Binary;

namespace MirageGen.Dns.Wire;

/// <summary>A message's OPT record (RFC 6891 section 6.1).</summary>
internal readonly ref struct OptView
{
    /// <summary>The least size of a datagram, whatever is said (RFC 6891 section 6.2.3).</summary>
    public const ushort LeastDatagramOctets = 512;

    private const uint DnssecOkBit = 0x8000;

    private readonly ReadOnlySpan<byte> _options;
    private readonly uint _flags;
    private readonly ushort _size;

    private OptView(scoped in RecordView record)
    {
        _options = record.Data;
        _flags = record.Ttl;
        _size = (ushort)record.Class;
    }

    /// <summary>The largest datagram the sender takes.</summary>
    public ushort DatagramOctets => Math.Max(_size, LeastDatagramOctets);

    /// <summary>The high eight bits of the response code, in their place.</summary>
    public ResponseCode HighCode => (ResponseCode)(_flags >> 24 << 4);

    /// <summary>The version of EDNS.</summary>
    public byte Version => (byte)(_flags >> 16);

    /// <summary>DO: whether the sender wants what DNSSEC needs (RFC 3225).</summary>
    public bool IsDnssecOk => (_flags & DnssecOkBit) != 0;

    /// <summary>What else it says.</summary>
    public EdnsOptions Options => new(_options);

    /// <summary>Judges an OPT record: in the additional section, with the root for owner, its options' lengths sound.</summary>
    public static MessageError TryRead(scoped in RecordView record, out OptView opt)
    {
        opt = default;
        if (record.Section != MessageSection.Additional || record.Owner.Length != 1)
        {
            return MessageError.Placement;
        }

        for (var rest = record.Data; !rest.IsEmpty;)
        {
            if (rest.Length < EdnsOption.FixedOctets)
            {
                return MessageError.Length;
            }

            var option = EdnsOption.FixedOctets + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (option > rest.Length)
            {
                return MessageError.Length;
            }

            rest = rest[option..];
        }

        opt = new(record);
        return MessageError.None;
    }

    /// <summary>Finds the first option of a kind.</summary>
    public bool TryFind(EdnsOptionCode code, out ReadOnlySpan<byte> data)
    {
        foreach (var option in Options)
        {
            if (option.Code == code)
            {
                data = option.Data;
                return true;
            }
        }

        data = default;
        return false;
    }

    /// <summary>The time to live of an OPT record that says this.</summary>
    internal static uint Flags(ResponseCode code, bool isDnssecOk) =>
        ((uint)code >> 4 << 24) | (isDnssecOk ? DnssecOkBit : 0);
}
