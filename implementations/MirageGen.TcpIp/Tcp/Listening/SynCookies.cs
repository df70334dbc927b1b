using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// Answers to SYNs that cost no memory (RFC 4987 section 3.6): what a half-open connection would remember is in our
/// initial sequence number, and in our timestamp where the peer echoes one; the acknowledgment brings it back.
/// </summary>
/// <remarks>
/// The sequence number is five bits of a clock of 64 seconds, three bits that choose among eight segment sizes, and 24 bits
/// of proof: a hash of these and of the ends under the secret of this run, to which the peer's initial sequence number is
/// added. So a segment shows not only whether it follows the peer's SYN directly, but also by how much it is ahead of that.
/// The timestamp's last five bits are the peer's window scale, fifteen for none, and whether it understands SACK; without a
/// timestamp those are given up.
/// </remarks>
internal sealed class SynCookies(SecretHash hash)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(64);

    // A cookie is taken in the period it was made in, and in the next.
    private static readonly TimeSpan Lifetime = 2 * Period;

    private const int CountShift = 27;
    private const uint CountMask = 31;
    private const int SegmentShift = 24;
    private const uint SegmentMask = 7;
    private const uint ProofMask = 0xFF_FFFF;
    private const uint NoScale = 15;
    private const uint SackBit = 16;
    private const uint OptionMask = 31;

    private TimeSpan? _lastMade;

    /// <summary>The sizes that a cookie can tell apart: minimal ones, and those of common paths.</summary>
    private static ReadOnlySpan<ushort> Segments => [536, 1024, 1220, 1360, 1400, 1440, 1460, 8940];

    /// <summary>Makes a cookie: our initial sequence number.</summary>
    /// <param name="key">The connection to be.</param>
    /// <param name="syn">What asks for it.</param>
    /// <param name="defaultSegment">What the peer takes when it does not say.</param>
    /// <param name="now">The loop's time.</param>
    public TcpSequence Make(in ConnectionKey key, in TcpHeader syn, int defaultSegment, TimeSpan now)
    {
        _lastMade = now;
        var asked = syn.Options.MaxSegment != 0 ? syn.Options.MaxSegment : defaultSegment;
        var choice = Segments.Length - 1;
        while (choice > 0 && Segments[choice] > asked)
        {
            choice--;
        }

        var count = CountAt(now);
        var proof = (Hash(key, count, (uint)choice) + syn.Sequence.Value) & ProofMask;
        return new((count << CountShift) | ((uint)choice << SegmentShift) | proof);
    }

    /// <summary>Our timestamp for the answer: the clock, put back to where its last bits say what the peer offered.</summary>
    /// <param name="clock">Our clock for the connection.</param>
    /// <param name="offered">The SYN's options.</param>
    public static uint MakeTimestamp(uint clock, in TcpOptions offered)
    {
        var bits = (offered.WindowScale ?? NoScale) | (offered.IsSackPermitted ? SackBit : 0);
        var timestamp = (clock & ~OptionMask) | bits;
        return (int)(timestamp - clock) > 0 ? timestamp - (OptionMask + 1) : timestamp;
    }

    /// <summary>What a SYN offers, as far as a cookie can keep it.</summary>
    public static TcpOptions Keepable(in TcpOptions offered)
    {
        var kept = offered;
        if (!offered.HasTimestamps)
        {
            kept.WindowScale = null;
            kept.IsSackPermitted = false;
        }

        return kept;
    }

    /// <summary>Checks whether an acknowledgment brings back a cookie that was made for it lately.</summary>
    /// <param name="key">The connection to be.</param>
    /// <param name="header">The acknowledgment.</param>
    /// <param name="now">The loop's time.</param>
    /// <param name="offered">What the SYN had offered, if a connection begins.</param>
    public SynCookieAnswer Check(in ConnectionKey key, in TcpHeader header, TimeSpan now, out TcpOptions offered)
    {
        offered = default;
        var cookie = (header.Acknowledgment - 1).Value;
        var count = CountAt(now);
        if (_lastMade is not { } lastMade || now - lastMade > Lifetime
            || (!IsOf(cookie, count) && !IsOf(cookie, --count)))
        {
            return SynCookieAnswer.None;
        }

        var choice = (cookie >> SegmentShift) & SegmentMask;
        var ahead = ((header.Sequence - 1).Value - (cookie - Hash(key, count, choice))) & ProofMask;
        if (ahead != 0)
        {
            return ahead <= ushort.MaxValue ? SynCookieAnswer.Ahead : SynCookieAnswer.None;
        }

        offered.MaxSegment = Segments[(int)choice];
        if (header.Options.HasTimestamps)
        {
            var bits = header.Options.TimestampEcho & OptionMask;
            offered.HasTimestamps = true;
            offered.TimestampValue = header.Options.TimestampValue;
            offered.IsSackPermitted = (bits & SackBit) != 0;
            offered.WindowScale = (bits & NoScale) == NoScale ? null : (byte)(bits & NoScale);
        }

        return SynCookieAnswer.Begins;
    }

    private uint Hash(in ConnectionKey key, uint count, uint choice) => hash.CookieProof(key, ((ulong)count << (CountShift - SegmentShift)) | choice);

    private static bool IsOf(uint cookie, uint count) => cookie >> CountShift == (count & CountMask);

    private static uint CountAt(TimeSpan now) => (uint)(now.Ticks / Period.Ticks);
}
