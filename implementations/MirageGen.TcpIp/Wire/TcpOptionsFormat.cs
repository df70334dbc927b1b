using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>Options of a segment as octets (RFC 9293 section 3.2, RFC 7323, RFC 2018).</summary>
internal static class TcpOptionsFormat
{
    /// <summary>A header has room for no more octets of options.</summary>
    public const int MostOctets = TcpSegmentView.MostHeaderOctets - TcpSegmentView.LeastHeaderOctets;

    /// <summary>A window is shifted by no more bits (RFC 7323 section 2.3).</summary>
    public const byte MostWindowScale = 14;

    private const byte End = 0;
    private const byte NoOperation = 1;
    private const byte MaxSegment = 2;
    private const byte WindowScale = 3;
    private const byte SackPermitted = 4;
    private const byte Sack = 5;
    private const byte Timestamps = 8;

    private const int PrefixOctets = 2;
    private const int MaxSegmentOctets = 4;
    private const int WindowScaleOctets = 3;
    private const int SackPermittedOctets = 2;
    private const int SackBlockOctets = 8;
    private const int TimestampsOctets = 10;

    // What lies on a boundary of four octets is read faster; so each of these begins with padding.
    private const int PaddedSackPrefixOctets = 4;
    private const int PaddedTimestampsOctets = 12;

    /// <summary>
    /// Reads options. What is not known is skipped, what is known and has a wrong length is skipped too, and from a length
    /// that leads out of the options on nothing is read: a segment is never refused for its options (RFC 9293 section 3.1,
    /// MUST-6, MUST-7).
    /// </summary>
    /// <param name="octets">Untrusted.</param>
    /// <param name="options">What they say is written here.</param>
    public static void Read(ReadOnlySpan<byte> octets, ref TcpOptions options)
    {
        while (!octets.IsEmpty && octets[0] != End)
        {
            if (octets[0] == NoOperation)
            {
                octets = octets[1..];
                continue;
            }

            if (octets.Length < PrefixOctets || octets[1] < PrefixOctets || octets[1] > octets.Length)
            {
                return;
            }

            var length = octets[1];
            ReadOne(octets[0], octets[PrefixOctets..length], ref options);
            octets = octets[length..];
        }
    }

    /// <summary>How many octets <see cref="Write"/> writes, a multiple of four.</summary>
    public static int Length(in TcpOptions options)
    {
        var length = options.MaxSegment != 0 ? MaxSegmentOctets : 0;
        length += options.IsSackPermitted && !options.HasTimestamps ? sizeof(uint) : 0;
        length += options.HasTimestamps ? PaddedTimestampsOctets : 0;
        length += options.WindowScale is not null ? sizeof(uint) : 0;
        var sacks = SacksThatFit(options, length);
        return sacks == 0 ? length : length + PaddedSackPrefixOctets + (sacks * SackBlockOctets);
    }

    /// <summary>Writes options, each padded to four octets; of SACK blocks as many as there is room for.</summary>
    /// <param name="destination">At least <see cref="Length"/> octets.</param>
    /// <param name="options">What to say.</param>
    /// <returns>Octets written.</returns>
    public static int Write(Span<byte> destination, in TcpOptions options)
    {
        var at = 0;
        if (options.MaxSegment != 0)
        {
            destination[at] = MaxSegment;
            destination[at + 1] = MaxSegmentOctets;
            BinaryPrimitives.WriteUInt16BigEndian(destination[(at + PrefixOctets)..], options.MaxSegment);
            at += MaxSegmentOctets;
        }

        at += WriteSackPermittedAndTimestamps(destination[at..], options);
        if (options.WindowScale is { } scale)
        {
            destination[at] = NoOperation;
            destination[at + 1] = WindowScale;
            destination[at + 2] = WindowScaleOctets;
            destination[at + 3] = scale;
            at += sizeof(uint);
        }

        return at + WriteSacks(destination[at..], options, SacksThatFit(options, at));
    }

    private static int WriteSackPermittedAndTimestamps(Span<byte> destination, in TcpOptions options)
    {
        if (!options.IsSackPermitted && !options.HasTimestamps)
        {
            return 0;
        }

        destination[0] = NoOperation;
        destination[1] = NoOperation;
        if (options.IsSackPermitted)
        {
            destination[0] = SackPermitted;
            destination[1] = SackPermittedOctets;
        }

        if (!options.HasTimestamps)
        {
            destination[2] = NoOperation;
            destination[3] = NoOperation;
            return sizeof(uint);
        }

        destination[2] = Timestamps;
        destination[3] = TimestampsOctets;
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], options.TimestampValue);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], options.TimestampEcho);
        return PaddedTimestampsOctets;
    }

    private static int WriteSacks(Span<byte> destination, in TcpOptions options, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        destination[0] = NoOperation;
        destination[1] = NoOperation;
        destination[2] = Sack;
        destination[3] = (byte)(PrefixOctets + (count * SackBlockOctets));
        var at = PaddedSackPrefixOctets;
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination[at..], options.Sacks[i].Left.Value);
            BinaryPrimitives.WriteUInt32BigEndian(destination[(at + sizeof(uint))..], options.Sacks[i].Right.Value);
            at += SackBlockOctets;
        }

        return at;
    }

    private static int SacksThatFit(in TcpOptions options, int lengthOfOthers) =>
        options.SackCount == 0
            ? 0
            : Math.Min(
                Math.Min((int)options.SackCount, SackBlocks.Most),
                (MostOctets - lengthOfOthers - PaddedSackPrefixOctets) / SackBlockOctets);

    private static void ReadOne(byte kind, ReadOnlySpan<byte> value, ref TcpOptions options)
    {
        switch (kind)
        {
            case MaxSegment when value.Length == MaxSegmentOctets - PrefixOctets:
                options.MaxSegment = BinaryPrimitives.ReadUInt16BigEndian(value);
                break;
            case WindowScale when value.Length == WindowScaleOctets - PrefixOctets:
                // A larger shift counts as the largest there may be (RFC 7323 section 2.3).
                options.WindowScale = Math.Min(value[0], MostWindowScale);
                break;
            case SackPermitted when value.IsEmpty:
                options.IsSackPermitted = true;
                break;
            case Timestamps when value.Length == TimestampsOctets - PrefixOctets:
                options.HasTimestamps = true;
                options.TimestampValue = BinaryPrimitives.ReadUInt32BigEndian(value);
                options.TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(value[sizeof(uint)..]);
                break;
            case Sack when value.Length > 0 && value.Length % SackBlockOctets == 0:
                ReadSacks(value, ref options);
                break;
        }
    }

    private static void ReadSacks(ReadOnlySpan<byte> value, ref TcpOptions options)
    {
        var count = Math.Min(value.Length / SackBlockOctets, SackBlocks.Most);
        for (var i = 0; i < count; i++)
        {
            var block = value[(i * SackBlockOctets)..];
            options.Sacks[i] = new(
                new(BinaryPrimitives.ReadUInt32BigEndian(block)),
                new(BinaryPrimitives.ReadUInt32BigEndian(block[sizeof(uint)..])));
        }

        options.SackCount = (byte)count;
    }
}
