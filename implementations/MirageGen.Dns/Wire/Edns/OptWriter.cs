namespace MirageGen.Dns.Wire;

/// <summary>
/// Writes an OPT record (RFC 6891 section 6.1): begin it, write options, padding last, then end it as any record.
/// </summary>
internal static class OptWriter
{
    /// <summary>An OPT record without options: what to reserve for one.</summary>
    public const int FixedOctets = 1 + RecordView.FixedOctets;

    /// <summary>The block that a query is padded to (RFC 8467 section 4.1).</summary>
    public const int QueryBlock = 128;

    /// <summary>The block that a response is padded to.</summary>
    public const int ResponseBlock = 468;

    /// <summary>The unit of <see cref="WriteKeepAlive"/> (RFC 7828 section 3.1).</summary>
    private static readonly TimeSpan KeepAliveUnit = TimeSpan.FromMilliseconds(100);

    /// <summary>Begins the record.</summary>
    /// <param name="writer">The message.</param>
    /// <param name="datagramOctets">The largest datagram that is taken here.</param>
    /// <param name="code">The whole response code; its low bits are put into the message's header.</param>
    /// <param name="isDnssecOk">DO; a response repeats the request's (RFC 3225 section 3).</param>
    public static void Begin(ref MessageWriter writer, ushort datagramOctets, ResponseCode code, bool isDnssecOk)
    {
        writer.Header.Code = code;
        writer.BeginRecord(
            MessageSection.Additional, [0], RecordType.Opt, (RecordClass)datagramOctets, OptView.Flags(code, isDnssecOk));
    }

    /// <summary>Writes an option.</summary>
    public static void WriteOption(ref MessageWriter writer, EdnsOptionCode code, scoped ReadOnlySpan<byte> data)
    {
        WriteHead(ref writer, code, data.Length);
        writer.Write(data);
    }

    /// <summary>Says why an answer is what it is (RFC 8914 section 2).</summary>
    /// <param name="writer">The message.</param>
    /// <param name="error">Why.</param>
    /// <param name="text">The same for people, in UTF-8; may be empty.</param>
    public static void WriteExtendedError(ref MessageWriter writer, ExtendedErrorCode error, scoped ReadOnlySpan<byte> text)
    {
        WriteHead(ref writer, EdnsOptionCode.ExtendedError, sizeof(ushort) + text.Length);
        writer.WriteUInt16((ushort)error);
        writer.Write(text);
    }

    /// <summary>Says how long a connection may be idle (RFC 7828 section 3.3.2): a server does, over TCP, when it was asked.</summary>
    public static void WriteKeepAlive(ref MessageWriter writer, TimeSpan timeout)
    {
        WriteHead(ref writer, EdnsOptionCode.KeepAlive, sizeof(ushort));
        writer.WriteUInt16((ushort)Math.Clamp(timeout / KeepAliveUnit, 0, ushort.MaxValue));
    }

    /// <summary>
    /// Pads the whole message to a multiple of a block, or as far as there is room (RFC 8467 section 4). What comes behind,
    /// TSIG, is counted in.
    /// </summary>
    /// <param name="writer">The message.</param>
    /// <param name="block">Of how many octets.</param>
    /// <param name="following">How many octets come behind the OPT record.</param>
    public static void WritePadding(ref MessageWriter writer, int block, int following)
    {
        var bare = writer.Length + EdnsOption.FixedOctets + following;
        var padding = Math.Min((block - (bare % block)) % block, writer.Limit - writer.Length - EdnsOption.FixedOctets);
        if (padding >= 0)
        {
            WriteHead(ref writer, EdnsOptionCode.Padding, padding);
            writer.WriteZeros(padding);
        }
    }

    private static void WriteHead(ref MessageWriter writer, EdnsOptionCode code, int length)
    {
        writer.WriteUInt16((ushort)code);
        writer.WriteUInt16((ushort)length);
    }
}
