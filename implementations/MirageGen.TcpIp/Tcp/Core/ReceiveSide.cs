using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>The peer's stream: what of it has arrived, what may arrive, and what the peer is to know of that.</summary>
/// <param name="settings">What the connections of a device have in common.</param>
/// <param name="segmentOctets">The largest segment we take.</param>
internal sealed class ReceiveSide(TcpSettings settings, int segmentOctets)
{
    private const int LargestWindow = ushort.MaxValue;

    /// <summary>The most that a window is shifted (RFC 7323 section 2.3).</summary>
    public const byte MostScale = 14;

    private readonly TcpSettings _settings = settings;
    private readonly int _segmentOctets = segmentOctets;
    private readonly OutOfOrderRuns _runs = new(settings.MaxOutOfOrderRuns);
    private SackReport _report;
    private DelayedAcknowledgment _acknowledgment = new();
    private ReceiveBufferTuner _tuner;
    private SequenceSpace _space;
    private long _edge;
    private long? _finAt;
    private byte _scale;

    /// <summary>The peer's timestamps.</summary>
    public PeerTimestamps Timestamps;

    /// <summary>RCV.NXT: the first offset that has not arrived.</summary>
    public long Next { get; private set; }

    /// <summary>RCV.NXT as a sequence number.</summary>
    public TcpSequence Sequence => _space.At(Next);

    /// <summary>Octets that the application has taken.</summary>
    public long Consumed { get; private set; }

    /// <summary>Octets from <see cref="Consumed"/> to which the buffer reaches.</summary>
    public int Capacity { get; private set; } = Math.Min(settings.InitialReceiveBuffer, settings.MaxReceiveBuffer);

    /// <summary>The first offset that the last acknowledgment did not acknowledge (Last.ACK.sent of RFC 7323).</summary>
    public long LastAcknowledged { get; private set; }

    /// <summary>The length of the stream once all of it has arrived.</summary>
    public long? FinishedAt => _finAt < Next ? _finAt : null;

    /// <summary>How many octets of the stream have arrived in order.</summary>
    public long Arrived => FinishedAt ?? Next;

    /// <summary>Octets that can be taken.</summary>
    public long Readable => Arrived - Consumed;

    /// <summary>The offset behind the last that may arrive: no acknowledgment has promised more.</summary>
    public long Edge => _edge;

    /// <summary>The window as a segment shows it now.</summary>
    public ushort Window
    {
        get
        {
            var end = BufferEnd;
            var edge = end - _edge >= LeastGrowth ? end : _edge;
            var window = (edge - Next) >> _scale;
            // Shifting takes some octets away from the window; as they were promised, they are shown if the buffer has them anyway
            // (RFC 7323 section 2.4).
            if (Next + (window << _scale) < _edge && Next + ((window + 1) << _scale) <= end)
            {
                window++;
            }

            return (ushort)Math.Clamp(window, 0, LargestWindow);
        }
    }

    /// <summary>When an acknowledgment is due.</summary>
    public TimeSpan Deadline => _acknowledgment.At;

    /// <summary>Whether one is due now.</summary>
    public bool IsAcknowledgmentDue => _acknowledgment.IsNow;

    /// <summary>Whether the acknowledgment that is due says more than fits beside data.</summary>
    public bool HasReport => HasSack && (_runs.Count > 0 || _report.HasDuplicate);

    /// <summary>Whether the peer understands SACK.</summary>
    public bool HasSack { get; private set; }

    /// <summary>Whether congestion marks are echoed (RFC 3168 section 6.1.3).</summary>
    public bool EchoesCongestion { get; private set; }

    /// <summary>By how many bits windows must be shifted to show a buffer.</summary>
    public static byte ScaleFor(int buffer)
    {
        byte scale = 0;
        while (scale < MostScale && (long)LargestWindow << scale < buffer)
        {
            scale++;
        }

        return scale;
    }

    /// <summary>The peer's SYN has come.</summary>
    /// <param name="initial">Its sequence number.</param>
    public void Begin(TcpSequence initial) => _space = new SequenceSpace(initial);

    /// <summary>What both sides agree on is known.</summary>
    /// <param name="scale">By how many bits our windows are shifted from here on.</param>
    /// <param name="hasSack">Whether the peer understands SACK.</param>
    public void Agree(byte scale, bool hasSack)
    {
        _scale = scale;
        HasSack = hasSack;
        _edge = Math.Max(_edge, Math.Min(Capacity, LargestWindow));
    }

    /// <summary>The offset of a sequence number of the peer's.</summary>
    public long Offset(TcpSequence sequence) => _space.Offset(sequence, Next);

    /// <summary>Whether any part of a segment is what we wait for (RFC 9293 section 3.10.7.4, first).</summary>
    /// <remarks>
    /// An empty segment right at the edge is taken: a peer that has filled the window acknowledges from there. So is one with octets
    /// at the edge when the window is closed: its acknowledgment counts (MUST-66).
    /// </remarks>
    public bool IsAcceptable(in ArrivingSegment segment) =>
        segment.IsEmpty
            ? segment.Start >= Next && segment.Start <= _edge
            : segment.End > Next && (segment.Start < _edge || segment.Start == Next || (segment.PayloadOctets == 0 && segment.Start == _edge));

    /// <summary>Takes the payload and FIN of an acceptable segment.</summary>
    /// <returns>Which octets are to be kept.</returns>
    public TcpArrival Take(in ArrivingSegment segment, TimeSpan now, ref TcpStatistics statistics)
    {
        var left = Math.Max(segment.Start, Next);
        var right = Math.Min(segment.DataEnd, Math.Min(_edge, _finAt ?? long.MaxValue));
        var before = Arrived;
        var isFinNew = TakeFin(segment);
        if (left >= right)
        {
            TakeNothing(segment, isFinNew, ref statistics);
            return default;
        }

        if (segment.Start < Next)
        {
            _report.Duplicated(segment.Start, Next);
        }

        if (left == Next)
        {
            TakeInOrder(segment, right, now);
        }
        else if (!TakeBeyond(left, right, ref statistics))
        {
            return default;
        }

        statistics.OctetsReceived += Arrived - before;
        return new TcpArrival(left, (int)(left - segment.Start), (int)(right - left));
    }

    /// <summary>Octets have arrived that were here before: the peer is to know (RFC 2883).</summary>
    public void Duplicated(long left, long right)
    {
        if (HasSack && right - left > 0)
        {
            _report.Duplicated(Math.Max(0, left), right);
        }

        _acknowledgment.Repeated();
    }

    /// <summary>An acknowledgment is due at once.</summary>
    public void AcknowledgeNow() => _acknowledgment.Now();

    /// <summary>The time has come for an acknowledgment that was delayed.</summary>
    public void Tick(TimeSpan now) => _acknowledgment.Tick(now);

    /// <summary>A congestion mark or its answer has come with a segment (RFC 3168 section 6.1.3).</summary>
    public void Marked(bool isMarked, bool isReduced)
    {
        var echoes = isMarked || (EchoesCongestion && !isReduced);
        if (isMarked && !EchoesCongestion)
        {
            _acknowledgment.Now();
        }

        EchoesCongestion = echoes;
    }

    /// <summary>The peer's echo of our timestamp.</summary>
    public void SampleRtt(TimeSpan rtt) => _tuner.Sample(rtt);

    /// <summary>The application has taken octets.</summary>
    public void Consume(int octets, TimeSpan now)
    {
        Consumed += octets;
        var wanted = _tuner.Consumed(Consumed, _segmentOctets, now);
        if (wanted > Capacity)
        {
            Capacity = (int)Math.Min(wanted, _settings.MaxReceiveBuffer);
        }

        // The peer is told when it makes a difference: it sees less than half of what it could, or nothing (RFC 9293 section
        // 3.8.6.2.2).
        var growth = BufferEnd - _edge;
        if (FinishedAt is null && growth >= LeastGrowth && _edge - Next <= growth)
        {
            _acknowledgment.Now();
        }
    }

    /// <summary>Writes acknowledgment, window and, where there is room for it, what has arrived beyond holes.</summary>
    /// <param name="header">Where to.</param>
    /// <param name="isPure">Whether no data go with it.</param>
    public void Fill(ref TcpHeader header, bool isPure)
    {
        header.Acknowledgment = Sequence;
        header.Window = header.Has(TcpFlags.Syn) ? (ushort)Math.Min(Capacity, LargestWindow) : Window;
        if (EchoesCongestion)
        {
            header.Flags |= TcpFlags.Ece;
        }

        if (isPure && HasReport)
        {
            _report.Fill(ref header.Options, _runs, _space);
        }
    }

    /// <summary>A segment with an acknowledgment was sent.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="isPure">Whether no data went with it.</param>
    public void Sent(in TcpHeader header, bool isPure)
    {
        var shown = header.Has(TcpFlags.Syn) ? header.Window : (long)header.Window << _scale;
        _edge = Math.Max(_edge, Next + shown);
        LastAcknowledged = Next;
        _acknowledgment.Sent(withData: !isPure);
        if (isPure)
        {
            _report.Sent();
        }
    }

    private int LeastGrowth => Math.Min(Capacity / 2, _segmentOctets);

    /// <summary>The offset to which the buffer reaches, as far as a window can show.</summary>
    private long BufferEnd => Math.Min(Consumed + Capacity, Next + ((long)LargestWindow << _scale));

    private bool TakeFin(in ArrivingSegment segment)
    {
        // The FIN needs no room in the buffer. One before octets that have arrived is no true one.
        if (!segment.Header.Has(TcpFlags.Fin) || _finAt is not null || segment.DataEnd > _edge || segment.DataEnd < Math.Max(Next, _runs.End))
        {
            return false;
        }

        _finAt = segment.DataEnd;
        PassFin();
        return true;
    }

    private void PassFin()
    {
        if (Next == _finAt)
        {
            Next++;
            _acknowledgment.Now();
        }
    }

    private void TakeNothing(in ArrivingSegment segment, bool isFinNew, ref TcpStatistics statistics)
    {
        if (segment.IsEmpty)
        {
            return;
        }

        // Repeated, or more than the window or the FIN leaves room for.
        if (segment.DataEnd <= Next && !isFinNew)
        {
            statistics.Duplicates++;
            Duplicated(segment.Start, segment.DataEnd);
        }
        else
        {
            _acknowledgment.Now();
        }
    }

    private void TakeInOrder(in ArrivingSegment segment, long right, TimeSpan now)
    {
        var hadHoles = _runs.Count > 0;
        Next = hadHoles ? _runs.Absorb(right) : right;
        PassFin();
        _tuner.Arrived(Next, _edge, now);
        var size = segment.Facts.SegmentOctets > 0 ? segment.Facts.SegmentOctets : segment.PayloadOctets;
        _acknowledgment.Arrived(segment.PayloadOctets, Math.Min(size, _segmentOctets), _settings.DelayedAcknowledgment, now);
        if (hadHoles || right < segment.DataEnd)
        {
            _acknowledgment.Now();
        }
    }

    private bool TakeBeyond(long left, long right, ref TcpStatistics statistics)
    {
        statistics.OutOfOrder++;
        _acknowledgment.OutOfOrder(counts: !HasSack);
        var known = _runs.IndexOf(left);
        if (known >= 0 && _runs[known].Right >= right)
        {
            statistics.Duplicates++;
            Duplicated(left, right);
            return false;
        }

        if (!_runs.TryAdd(left, right))
        {
            statistics.DroppedByRunLimit++;
            return false;
        }

        _report.Arrived(left, _runs);
        return true;
    }
}
