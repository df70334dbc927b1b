namespace MirageGen.Dns.Wire;

/// <summary>A record where it stands in a message (RFC 1035 section 4.1.3). Names in its data may be compressed.</summary>
internal readonly ref struct RecordView
{
    /// <summary>Type, class, time to live and length, between owner and data.</summary>
    public const int FixedOctets = 10;

    /// <summary>The whole message, in which names in the data lead backwards.</summary>
    public required ReadOnlySpan<byte> Message { get; init; }

    /// <summary>In which section it stands.</summary>
    public required MessageSection Section { get; init; }

    /// <summary>Its owner.</summary>
    public required MessageName Owner { get; init; }

    /// <summary>What it says.</summary>
    public required RecordType Type { get; init; }

    /// <summary>Of what class; in OPT, the sender's largest datagram.</summary>
    public required RecordClass Class { get; init; }

    /// <summary>For how many seconds it may be kept, as sent; in OPT, flags.</summary>
    public required uint Ttl { get; init; }

    /// <summary>Where its data begins in the message.</summary>
    public required int DataOffset { get; init; }

    /// <summary>How many octets of data it has.</summary>
    public required int DataLength { get; init; }

    /// <summary>The data as sent.</summary>
    public ReadOnlySpan<byte> Data => Message.Slice(DataOffset, DataLength);
}
