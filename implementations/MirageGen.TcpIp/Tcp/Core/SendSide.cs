using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>Our stream: what the application has queued, what the peer takes, and so what to send next.</summary>
/// <param name="settings">What the connections of a device have in common.</param>
/// <param name="clock">Our timestamps.</param>
internal sealed partial class SendSide(TcpSettings settings, TimestampClock clock)
{
    private readonly TcpSettings _settings = settings;
    private long _lastSmallEnd = long.MinValue;
    private long _windowStart = long.MinValue;
    private long _windowAcknowledged;
    private long _largestWindow;
    private byte _scale;
    private bool _owesReduction;

    /// <summary>What becomes of what was sent.</summary>
    public LossRecovery Recovery { get; } = new(settings, clock);

    /// <summary>Our sequence numbers.</summary>
    public SequenceSpace Space { get; private set; }

    /// <summary>Octets that the application has queued so far.</summary>
    public long Queued { get; private set; }

    /// <summary>Whether it will queue no more.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>Octets from the first unacknowledged one that the peer takes (SND.WND).</summary>
    public long Window { get; private set; }

    /// <summary>The largest window that the peer has offered (MAX.SND.WND of RFC 5961).</summary>
    public long LargestWindow => _largestWindow;

    /// <summary>Whether window scaling is negotiated.</summary>
    public bool HasScaling { get; private set; }

    /// <summary>Whether congestion marks are negotiated.</summary>
    public bool HasEcn { get; set; }

    /// <summary>Whether the peer has acknowledged our FIN.</summary>
    public bool IsFinAcknowledged => IsFinished && Recovery.Unacknowledged > Queued;

    /// <summary>How many octets of the stream the peer has acknowledged.</summary>
    public long Acknowledged => Math.Min(Recovery.Unacknowledged, Queued);

    /// <summary>Octets queued and not sent.</summary>
    public long Unsent => Math.Max(0, Queued - Recovery.Next);

    /// <summary>Whether the FIN is still to be sent.</summary>
    public bool IsFinUnsent => IsFinished && Recovery.Next <= Queued;

    /// <summary>Octets that the send buffer should hold.</summary>
    public int Capacity =>
        (int)Math.Clamp(2 * Recovery.Control.Window, _settings.InitialSendBuffer, Math.Max(_settings.InitialSendBuffer, _settings.MaxSendBuffer));

    /// <summary>Begins with an initial sequence number.</summary>
    public void Begin(TcpSequence initial) => Space = new SequenceSpace(initial);

    /// <summary>What both sides agree on is known.</summary>
    /// <param name="scale">By how many bits the peer's windows are shifted; null when scaling is not agreed on.</param>
    /// <param name="window">The window of its SYN, which is not shifted.</param>
    public void Agree(byte? scale, ushort window)
    {
        HasScaling = scale is not null;
        // More than fourteen means fourteen (RFC 7323 section 2.3).
        _scale = Math.Min(scale ?? 0, ReceiveSide.MostScale);
        Window = window;
        _largestWindow = window;
    }

    /// <summary>The application has queued octets.</summary>
    /// <exception cref="InvalidOperationException">It had said that it would queue no more: the FIN may be on its way.</exception>
    public void Write(int octets)
    {
        if (IsFinished)
        {
            throw new InvalidOperationException("Octets were queued behind the end of the stream.");
        }

        Queued += octets;
    }

    /// <summary>The application will queue no more.</summary>
    public void Finish() => IsFinished = true;

    /// <summary>The offset of an acknowledgment number.</summary>
    public long Offset(TcpSequence sequence) => Space.Offset(sequence, Recovery.Unacknowledged);

    /// <summary>Takes the acknowledgment and the window of a segment whose acknowledgment can be.</summary>
    /// <returns>Whether octets were newly acknowledged.</returns>
    public bool Acknowledge(in ArrivingSegment segment, TimeSpan now, ref TcpStatistics statistics)
    {
        var before = Recovery.Unacknowledged;
        if (segment.Acknowledged < before)
        {
            return false;
        }

        var window = Window;
        TakeWindow(segment, now);
        if (Recovery.IsListening || segment.Header.Options.SackCount > 0)
        {
            var isDuplicate = segment.Acknowledged == before && segment.IsEmpty && Window == window;
            Recovery.Acknowledge(segment.Acknowledged, isDuplicate, segment.Header.Options, Space, now, ref statistics);
        }

        if (HasEcn && segment.Header.Has(TcpFlags.Ece))
        {
            statistics.CongestionMarks++;
            _owesReduction |= Recovery.Marked();
        }

        NotePeerAnswer(before, now);
        return Recovery.Unacknowledged > before;
    }

    private void TakeWindow(in ArrivingSegment segment, TimeSpan now)
    {
        // Not from a segment that is older than the one that last set it (SND.WL1, SND.WL2 of RFC 9293 section 3.10.7.4).
        if (segment.Start < _windowStart || (segment.Start == _windowStart && segment.Acknowledged < _windowAcknowledged))
        {
            return;
        }

        _windowStart = segment.Start;
        _windowAcknowledged = segment.Acknowledged;
        Window = segment.Header.Has(TcpFlags.Syn) ? segment.Header.Window : (long)segment.Header.Window << _scale;
        _largestWindow = Math.Max(_largestWindow, Window);
    }
}
