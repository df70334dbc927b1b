using System.Buffers.Binary;

namespace MirageGen.Dns.Wire;

/// <summary>A message's TSIG record (RFC 8945 section 4.2).</summary>
internal readonly ref struct TsigView
{
    /// <summary>Time, fudge, the signature's length, id, error, the other data's length.</summary>
    public const int FixedOctets = 16;

    /// <summary>The length of a time: seconds since 1970 in 48 bits.</summary>
    public const int TimeOctets = 6;

    private TsigView(MessageName key, ReadOnlySpan<byte> algorithm, ReadOnlySpan<byte> fields, int macOctets)
    {
        Key = key;
        Algorithm = algorithm;
        Time = ReadTime(fields);
        Fudge = BinaryPrimitives.ReadUInt16BigEndian(fields[TimeOctets..]);
        Mac = fields.Slice(10, macOctets);
        var tail = fields[(10 + macOctets)..];
        OriginalId = BinaryPrimitives.ReadUInt16BigEndian(tail);
        Error = (TsigError)BinaryPrimitives.ReadUInt16BigEndian(tail[2..]);
        Other = tail[6..];
    }

    /// <summary>The key's name.</summary>
    public MessageName Key { get; }

    /// <summary>The algorithm's name, in wire form.</summary>
    public ReadOnlySpan<byte> Algorithm { get; }

    /// <summary>When the message was signed, in seconds since 1970.</summary>
    public ulong Time { get; }

    /// <summary>How many seconds a clock may differ from that.</summary>
    public ushort Fudge { get; }

    /// <summary>The signature, maybe cut off; empty where there is none.</summary>
    public ReadOnlySpan<byte> Mac { get; }

    /// <summary>The message's id when it was signed; forwarders change that of the header.</summary>
    public ushort OriginalId { get; }

    /// <summary>In a response: what was wrong with the request's signature.</summary>
    public TsigError Error { get; }

    /// <summary>With BADTIME the server's time, else nothing.</summary>
    public ReadOnlySpan<byte> Other { get; }

    /// <summary>Judges a TSIG record: of class ANY, with no time to live, its lengths sound, the algorithm's name not compressed.</summary>
    public static MessageError TryRead(scoped in RecordView record, out TsigView tsig)
    {
        tsig = default;
        var data = record.Data;
        if (record.Class != RecordClass.Any || record.Ttl != 0)
        {
            return MessageError.Placement;
        }

        if (NameOctets.Measure(data, out var algorithm, out _) != NameError.None)
        {
            return MessageError.Name;
        }

        var fields = data[algorithm..];
        if (fields.Length < FixedOctets)
        {
            return MessageError.Truncated;
        }

        int mac = BinaryPrimitives.ReadUInt16BigEndian(fields[8..]);
        if (fields.Length < FixedOctets + mac
            || fields.Length != FixedOctets + mac + BinaryPrimitives.ReadUInt16BigEndian(fields[(14 + mac)..]))
        {
            return MessageError.Length;
        }

        tsig = new(record.Owner, data[..algorithm], fields, mac);
        return MessageError.None;
    }

    /// <summary>Reads a time.</summary>
    public static ulong ReadTime(ReadOnlySpan<byte> octets) =>
        ((ulong)BinaryPrimitives.ReadUInt16BigEndian(octets) << 32) | BinaryPrimitives.ReadUInt32BigEndian(octets[2..]);

    /// <summary>Writes a time.</summary>
    public static void WriteTime(Span<byte> destination, ulong time)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(time >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(destination[2..], (uint)time);
    }
}
