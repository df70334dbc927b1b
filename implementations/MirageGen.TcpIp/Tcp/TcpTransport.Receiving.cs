using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <content>What arrives.</content>
public sealed partial class TcpTransport
{
    private const int StrayResetsPerSecond = 1000;
    private const byte EcnMask = 3;
    private const byte CongestionExperienced = 3;

    private TimeSpan _now;
    private bool _isBatchOpen;

    /// <inheritdoc/>
    void IPacketReceiver.Receive(in IpHeader header, in ReceivedFrame frame, int payloadOffset)
    {
        if (_isDisposed)
        {
            return;
        }

        BeginBatch();
        _counters.SegmentsReceived.Increment();
        var error = ReceivedSegment.TryRead(header, frame, payloadOffset, out var segment);
        if (error != WireError.None)
        {
            (error == WireError.Checksum ? _counters.BadChecksum : _counters.Malformed).Increment();
            return;
        }

        var key = new ConnectionKey(
            new(header.Destination, segment.Header.DestinationPort), new(header.Source, segment.Header.SourcePort));
        if (IsMartian(key))
        {
            _counters.Martians.Increment();
            return;
        }

        var isMarked = (header.TrafficClass & EcnMask) == CongestionExperienced;
        var facts = new TcpSegmentFacts(isMarked, frame.Facts.SegmentOctets);
        if (_table.Find(key) is { } connection)
        {
            ReceiveFor(connection, segment, facts, frame);
        }
        else if (_timeWaits.Find(key) is var slot and >= 0)
        {
            ReceiveInTimeWait(slot, key, segment);
        }
        else
        {
            ReceiveFromStranger(key, segment, facts, frame);
        }
    }

    /// <inheritdoc/>
    void IPacketReceiver.ReceiveError(in IpError error)
    {
        if (_isDisposed
            || TcpSegmentView.TryReadQuoted(error.Payload, out var source, out var destination, out var sequence) != WireError.None)
        {
            return;
        }

        var key = new ConnectionKey(new(error.Packet.Source, source), new(error.Packet.Destination, destination));
        if (_table.Find(key) is not { } connection)
        {
            return;
        }

        BeginBatch();
        switch (error.Kind)
        {
            case IpErrorKind.TooBig when connection.Core.IsInFlight(sequence):
                connection.Core.PathChanged(_ip.MaxPayload(key.Remote.Address) - TcpSegmentView.LeastHeaderOctets, _now);
                break;
            case IpErrorKind.PortUnreachable or IpErrorKind.ProtocolUnreachable or IpErrorKind.Prohibited:
                connection.Core.ReportError(TcpPathError.Refused, sequence);
                break;
            case IpErrorKind.Unreachable or IpErrorKind.TimeExceeded or IpErrorKind.ParameterProblem:
                connection.Core.ReportError(TcpPathError.Unreachable, sequence);
                break;
            default:
                return;
        }

        _ready.Add(connection);
    }

    /// <inheritdoc/>
    void IPacketReceiver.EndOfBatch()
    {
        _isBatchOpen = false;
        RunBatch();
    }

    private static bool IsMartian(in ConnectionKey key)
    {
        var (local, remote) = (key.Local.Address, key.Remote.Address);
        return remote.IsNone || remote.IsMulticast || local.IsMulticast
            || remote == IPv4Address.Any || remote == IPv6Address.Any
            || remote == IPv4Address.Broadcast || local == IPv4Address.Broadcast
            || key.Remote.Port == 0 || key.Local == key.Remote;
    }

    private static bool MayBringCookie(in TcpHeader header) =>
        header.Has(TcpFlags.Ack) && (header.Flags & (TcpFlags.Syn | TcpFlags.Rst)) == 0;

    private void BeginBatch()
    {
        if (!_isBatchOpen)
        {
            _isBatchOpen = true;
            _now = Now;
        }
    }

    private void ReceiveFor(
        Connection connection, in ReceivedSegment segment, in TcpSegmentFacts facts, in ReceivedFrame frame)
    {
        var core = connection.Core;
        if (connection.Owner is TcpListener owner && core.State == TcpState.SynReceived
            && MayBringCookie(segment.Header) && !core.IsInFlight(segment.Header.Acknowledgment - 1)
            && _cookies.Check(connection.Key, segment.Header, _now, out _) == SynCookieAnswer.Begins)
        {
            // There was no place for its first SYN, there was for the second, and the answer to the first is what it has heard.
            FailOwner(connection, TcpEvents.None);
            Forget(connection);
            _ = TryOpenByCookie(owner, connection.Key, segment, facts, frame);
        }
        else if (connection.Owner is { IsFull: true } && !segment.Header.Has(TcpFlags.Rst))
        {
            // The handshake stays open: what completes it comes again.
            _counters.BacklogFull.Increment();
        }
        else
        {
            Deliver(connection, segment, facts, frame);
        }
    }

    private void Deliver(
        Connection connection, in ReceivedSegment segment, in TcpSegmentFacts facts, in ReceivedFrame frame)
    {
        if (segment.PayloadOctets > 0 && _pool.IsFull)
        {
            _counters.MemoryFull.Increment();
            return;
        }

        var arrival = connection.Core.Receive(segment.Header, segment.PayloadOctets, facts, _now);
        if (arrival.Length > 0)
        {
            _counters.OctetsReceived.Add(arrival.Length);
            connection.Flow ??= new(this, connection);
            connection.Flow.Keep(arrival, frame, segment.PayloadOffset);
        }

        _ready.Add(connection);
    }

    private void ReceiveInTimeWait(int slot, in ConnectionKey key, in ReceivedSegment segment)
    {
        ref var rest = ref _timeWaits.At(slot);
        if (TcpStranger.BeginsConnection(segment.Header) && rest.MayBeReplacedBy(segment.Header)
            && _listeners.Find(key.Local) is { } listener)
        {
            var last = rest.Beyond;
            Recycle(slot);
            OpenPassively(listener, key, segment.Header, last);
            return;
        }

        var until = rest.Until;
        var answer = rest.Receive(segment.Header, segment.PayloadOctets, _settings, _now);
        if (answer == TimeWaitAnswer.End)
        {
            _timeWaits.Remove(slot);
            return;
        }

        if (answer != TimeWaitAnswer.None)
        {
            Acknowledge(key, rest);
            _counters.Challenges.Add(answer == TimeWaitAnswer.Challenge ? 1 : 0);
        }

        if (rest.Until != until)
        {
            _timeWaits.Renew(slot);
        }
    }

    private void Acknowledge(in ConnectionKey key, in TimeWait rest)
    {
        var header = new TcpHeader { SourcePort = (ushort)key.Local.Port, DestinationPort = (ushort)key.Remote.Port };
        rest.Acknowledge(ref header, TimestampClock(key));
        if (_output.TrySend(key.Local.Address, key.Remote.Address, header))
        {
            _counters.SegmentsSent.Increment();
        }
    }

    private void ReceiveFromStranger(
        in ConnectionKey key, in ReceivedSegment segment, in TcpSegmentFacts facts, in ReceivedFrame frame)
    {
        ref readonly var header = ref segment.Header;
        if (!key.Local.Address.IsLoopback && !IsOwn(key.Local.Address))
        {
            // To a broadcast address of a subnet, for example: nobody there ever answers (RFC 9293 section 3.9.2.3, MUST-57).
            _counters.Martians.Increment();
            return;
        }

        if (_listeners.Find(key.Local) is { } listener)
        {
            if (TcpStranger.BeginsConnection(header))
            {
                OpenPassively(listener, key, header);
                return;
            }

            if (MayBringCookie(header) && TryOpenByCookie(listener, key, segment, facts, frame))
            {
                return;
            }

            if ((header.Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == 0)
            {
                // It means nothing to a listener (RFC 9293 section 3.10.7.2, fourth).
                _counters.Unanswered.Increment();
                return;
            }
        }

        if (!TcpStranger.TryReset(header, segment.PayloadOctets, out var reset))
        {
            return;
        }

        if (_strayResets.TryTake() && _output.TrySend(key.Local.Address, key.Remote.Address, reset))
        {
            _counters.StrayResets.Increment();
        }
        else
        {
            _counters.Unanswered.Increment();
        }
    }
}
