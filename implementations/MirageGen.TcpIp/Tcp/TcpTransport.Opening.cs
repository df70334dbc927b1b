using Microsoft.Extensions.Logging;
using MirageGen.Logging;
using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <content>How connections begin and how they are forgotten.</content>
public sealed partial class TcpTransport
{
    private static readonly LogMessage CookiesMessage = new(LogLevel.Warning, "Cookies", "More connections begin on {Endpoint} than are completed: a flood, perhaps. SYNs are answered with cookies");

    // A clock of four microseconds (RFC 6528 section 3).
    private const long TicksPerSequence = 40;

    private static readonly TimeSpan FloodLogInterval = TimeSpan.FromMinutes(1);

    private TimeSpan? _lastFloodLogged;

    private ConnectAttempt OpenActively(IpEndpoint remote, CancellationToken cancellation)
    {
        var local = _ip.SourceFor(remote.Address);
        if (local.IsNone)
        {
            throw new DeviceException($"cannot connect to {remote}: there is no route to it");
        }

        if (_table.IsFull)
        {
            throw new DeviceException($"cannot connect to {remote}: there are {_table.Count} connections, as many as there may be");
        }

        var key = _ports.Choose(local, remote, new FreePortJudge(this, takesTimeWait: false))
            ?? _ports.Choose(local, remote, new FreePortJudge(this, takesTimeWait: true))
            ?? throw new DeviceException($"cannot connect to {remote}: each of the {_ports.Count} ports has a connection to it");
        var now = Now;
        var initial = InitialSequence(key, now);
        if (_timeWaits.Find(key) is var slot and >= 0)
        {
            initial = Beyond(_timeWaits.At(slot).Beyond, initial);
            Recycle(slot);
        }

        _counters.ActiveOpens.Increment();
        var connection = Add(key);
        connection.Core.Connect(initial, now);
        _ready.Add(connection);
        return new(this, connection, cancellation);
    }

    private void OpenPassively(TcpListener listener, in ConnectionKey key, in TcpHeader syn, TcpSequence? beyond = null)
    {
        if (listener.IsFull)
        {
            _counters.BacklogFull.Increment();
            return;
        }

        if (listener.IsHalfOpenFull || _halfOpen >= _options.MaxHalfOpen)
        {
            SendCookie(listener, key, syn);
            return;
        }

        if (_table.IsFull)
        {
            _counters.TableFull.Increment();
            return;
        }

        var initial = InitialSequence(key, _now);
        if (beyond is { } last)
        {
            initial = Beyond(last, initial);
        }

        var connection = Add(key);
        connection.Core.Accept(syn, initial, _now);
        listener.OnHalfOpen(connection);
        _halfOpen++;
        _ready.Add(connection);
    }

    private void SendCookie(TcpListener listener, in ConnectionKey key, in TcpHeader syn)
    {
        LogFlood(listener);
        var path = PathTo(key.Remote.Address);
        var offered = SynCookies.Keepable(syn.Options);
        var timestamp = SynCookies.MakeTimestamp(TimestampClock(key), offered);
        var answer = new TcpHeader
        {
            SourcePort = (ushort)key.Local.Port,
            DestinationPort = (ushort)key.Remote.Port,
            Sequence = _cookies.Make(key, syn, path.DefaultSegment, _now),
            Acknowledgment = syn.Sequence + 1,
            Flags = TcpFlags.Syn | TcpFlags.Ack,
            Window = (ushort)Math.Min(_settings.InitialReceiveBuffer, ushort.MaxValue),
            Options = TcpConnection.AnswerOptions(_settings, path, offered, timestamp),
        };
        if (_output.TrySend(key.Local.Address, key.Remote.Address, answer))
        {
            _counters.CookiesSent.Increment();
        }
    }

    /// <summary>Opens a connection whose SYN was answered with a cookie, if the segment brings it back.</summary>
    /// <returns>False when it means nothing to the cookies.</returns>
    private bool TryOpenByCookie(TcpListener listener, in ConnectionKey key, in ReceivedSegment segment, in TcpSegmentFacts facts, in ReceivedFrame frame)
    {
        var answer = _cookies.Check(key, segment.Header, _now, out var offered);
        if (answer == SynCookieAnswer.None)
        {
            return false;
        }

        if (answer == SynCookieAnswer.Ahead)
        {
            // A reset would end what the peer's next retransmission begins.
            _counters.CookiesAhead.Increment();
            return true;
        }

        if (listener.IsFull)
        {
            // As if it had been lost: the peer sends it again when it has something to say.
            _counters.BacklogFull.Increment();
            return true;
        }

        if (_table.IsFull)
        {
            _counters.TableFull.Increment();
            return true;
        }

        _counters.CookiesAccepted.Increment();
        _counters.PassiveOpens.Increment();
        var connection = Add(key);
        connection.Core.AcceptCookie(segment.Header, offered, _now);
        connection.Flow = new(this, connection);
        listener.Add(connection);
        Deliver(connection, segment, facts, frame);
        return true;
    }

    private Connection Add(in ConnectionKey key)
    {
        var core = new TcpConnection(_settings, PathTo(key.Remote.Address), _hash.TimestampOffset(key));
        var connection = new Connection(key, core);
        _table.Add(connection);
        return connection;
    }

    private TcpPath PathTo(IpAddress remote)
    {
        var segment = _ip.MaxPayload(remote) - TcpSegmentView.LeastHeaderOctets;
        var cuts = (_ip.Offloads(remote) & NetworkOffloads.TcpSegmentation) != 0;
        return new(segment, segment, remote.IsV4 ? 536 : 1220, cuts ? TcpPath.MostPlanOctets : 1);
    }

    private TcpSequence InitialSequence(in ConnectionKey key, TimeSpan now) =>
        new(_hash.SequenceOffset(key) + (uint)(now.Ticks / TicksPerSequence));

    private uint TimestampClock(in ConnectionKey key) =>
        (uint)(_now.Ticks / TimeSpan.TicksPerMillisecond) + _hash.TimestampOffset(key);

    // What a connection in TIME-WAIT has sent must lie before what its successor sends (RFC 6191 section 2).
    private static TcpSequence Beyond(TcpSequence last, TcpSequence initial) => initial > last ? initial : last + 1;

    private void Recycle(int slot)
    {
        _counters.TimeWaitsRecycled.Increment();
        _timeWaits.Remove(slot);
    }

    /// <summary>Ends a connection here and now, whatever its state.</summary>
    private void Abandon(Connection connection)
    {
        FailOwner(connection, TcpEvents.None);
        if (connection.Flow is { } flow)
        {
            flow.OnDeviceGone();
        }

        connection.Core.Abort();
        _ready.Add(connection);
    }

    private void FailOwner(Connection connection, TcpEvents events)
    {
        if (connection.Owner is not { } owner)
        {
            return;
        }

        connection.Owner = null;
        _counters.FailedOpens.Increment();
        _halfOpen -= owner is TcpListener ? 1 : 0;
        owner.OnFailed(connection, events);
    }

    private void Forget(Connection connection)
    {
        if (connection.IsGone)
        {
            return;
        }

        connection.IsGone = true;
        _counters.Follow(ref connection.Counted, connection.Core.Statistics);
        _table.Remove(connection);
        _deadlines.Remove(connection);
    }

    private void LogFlood(TcpListener listener)
    {
        if (_lastFloodLogged is not { } last || _now - last >= FloodLogInterval)
        {
            _lastFloodLogged = _now;
            CookiesMessage.Write(_log, listener.LocalEndpoint);
        }
    }

    private readonly struct FreePortJudge(TcpTransport device, bool takesTimeWait) : IPortJudge
    {
        public bool WillDo(in ConnectionKey key) =>
            !device._listeners.HasPort(key.Local.Port)
            && device._table.Find(key) is null
            && (takesTimeWait || device._timeWaits.Find(key) < 0);
    }
}
