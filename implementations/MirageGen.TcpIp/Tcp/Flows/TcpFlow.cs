using System.IO.Pipelines;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// A connection as an application has it: the meaning of <see cref="IFlow"/> over the core. Its buffers hold memory only
/// while there is something in them.
/// </summary>
/// <remarks>
/// It ends in one of three ways. In order: both directions were completed here, the peer has acknowledged everything, and
/// has ended too or had <see cref="LingerTime"/> to; until then what arrives is dropped, because a reset would reach the
/// peer before its application has read the last answer (RFC 1122 section 4.2.2.13). Reset: by the peer, the network or a
/// timeout. Aborted: by <see cref="Abort"/>.
/// </remarks>
internal sealed class TcpFlow : ITcpFlow
{
    /// <summary>How long a peer may go on sending to a flow that nobody reads, once it has all that was sent.</summary>
    public static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(2);

    private readonly IFlowHost _host;
    private readonly Connection _connection;
    private readonly TcpFlowInput _input;
    private readonly TcpFlowOutput _output;
    private TaskCompletionSource? _handedOver;
    private string? _failure;
    private bool _isFinished;
    private bool _hasLingered;

    public TcpFlow(IFlowHost host, Connection connection)
    {
        _host = host;
        _connection = connection;
        _input = new(this, host.Loop, host.Pool);
        _output = new(this, host.Loop, host.Pool);
    }

    /// <inheritdoc/>
    public IpEndpoint LocalEndpoint => _connection.Key.Local;

    /// <inheritdoc/>
    public IpEndpoint RemoteEndpoint => _connection.Key.Remote;

    /// <inheritdoc/>
    public PipeReader Input => _input;

    /// <inheritdoc/>
    public PipeWriter Output => _output;

    /// <summary>Whether it has ended otherwise than in order.</summary>
    public bool IsBroken => _failure is not null;

    /// <summary>Whether that was its application's own doing.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>Whether the application has completed both directions.</summary>
    public bool IsLeft => _input.IsCompleted && _output.IsCompleted;

    /// <summary>Whether the peer has ended in order.</summary>
    public bool HasPeerEnded => !IsAborted && _connection.Core.PeerFinishedAt is not null;

    /// <summary>How many octets may be unacknowledged before a flush waits. Where memory is short, little; where there is none left, none.</summary>
    public int SendCapacity =>
        _host.Pool.IsFull ? 1
        : _host.Pool.IsShort ? Math.Min(BlockPool.LargeOctets, _connection.Core.SendCapacity)
        : _connection.Core.SendCapacity;

    /// <summary>When a peer that does not end has had its time; <see cref="TcpConnection.Never"/> while that is not the question.</summary>
    public TimeSpan LingerUntil { get; private set; } = TcpConnection.Never;

    /// <inheritdoc/>
    public void WriteImmutable(ReadOnlyMemory<byte> data) => _output.WriteImmutable(data);

    /// <inheritdoc/>
    public void Abort(string reason)
    {
        if (IsBroken || _connection.IsGone || IsOver(_connection.Core.State))
        {
            return;
        }

        IsAborted = true;
        _host.CountAbort();
        _connection.Core.Abort();
        _host.SetReady(_connection);
        Break(reason);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // The input first: then completing the output finds both done.
        _input.Complete();
        _output.Complete();
        if (_isFinished || _connection.IsGone)
        {
            return default;
        }

        _handedOver ??= new();
        return new(_handedOver.Task);
    }

    /// <summary>Keeps a part of a segment.</summary>
    public void Keep(in TcpArrival arrival, in ReceivedFrame frame, int payloadOffset) =>
        _input.Keep(arrival, frame, payloadOffset);

    /// <summary>Copies octets of the output to where they are sent from.</summary>
    public void CopyTo(long offset, Span<byte> destination) => _output.CopyTo(offset, destination);

    /// <summary>Passes on what has happened.</summary>
    public void OnEvents(TcpEvents events, TimeSpan now)
    {
        var core = _connection.Core;
        if ((events & TcpEvents.Acknowledged) != 0)
        {
            _output.OnAcknowledged(core.Acknowledged);
        }

        if ((events & (TcpEvents.Data | TcpEvents.PeerFinished)) != 0)
        {
            _input.OnArrived(core.Readable);
        }

        const TcpEvents Broken = TcpEvents.Reset | TcpEvents.Refused | TcpEvents.TimedOut | TcpEvents.Unreachable;
        if ((events & Broken) != 0 && !IsBroken)
        {
            Break(Describe(events, core.SoftError));
        }

        Settle(now);
    }

    /// <summary>The connection ends with the device.</summary>
    public void OnDeviceGone() => Abort("the network stack was shut down");

    /// <summary>Something is due: the peer has had its time to end.</summary>
    public void OnTime(TimeSpan now)
    {
        if (now >= LingerUntil)
        {
            LingerUntil = TcpConnection.Never;
            _connection.Core.StopReading(now);
        }
    }

    /// <summary>Called by the input: octets have been looked at, so that the window may open.</summary>
    public void OnExamined(long octets)
    {
        if (octets > 0 && !_connection.IsGone && !IsBroken)
        {
            _connection.Core.Consume((int)octets, _host.Now);
            _host.SetReady(_connection);
        }
    }

    /// <summary>Called by the output: more is to be sent.</summary>
    public void OnFlushed(long octets)
    {
        for (; octets > 0; octets -= int.MaxValue)
        {
            _connection.Core.Write((int)Math.Min(octets, int.MaxValue));
        }

        _host.SetReady(_connection);
    }

    /// <summary>Called by the output: nothing more is to be sent than what has been flushed.</summary>
    public void OnOutputCompleted()
    {
        if (!IsBroken && !_connection.IsGone)
        {
            _connection.Core.Finish();
            _host.SetReady(_connection);
        }

        OnSideCompleted();
    }

    /// <summary>Called by either side: its application has done with it.</summary>
    public void OnSideCompleted() => Settle(_host.Now);

    /// <summary>Ends a read or a flush.</summary>
    /// <exception cref="FlowResetException">The flow has ended otherwise than in order.</exception>
    public void ThrowIfBroken()
    {
        if (_failure is not null)
        {
            throw new FlowResetException(_failure);
        }
    }

    private void Settle(TimeSpan now)
    {
        var state = _connection.Core.State;
        if (!_isFinished && (IsBroken || IsOver(state) || state == TcpState.FinWait2))
        {
            // Everything that was written has been acknowledged, the end too; or it never will be.
            _isFinished = true;
            if (_handedOver is not null)
            {
                // From the ready queue, so that whoever awaits it does not resume inside of this.
                _host.Loop.Enqueue(static source => ((TaskCompletionSource)source!).SetResult(), _handedOver);
            }
        }

        if (!_hasLingered && IsLeft && state == TcpState.FinWait2)
        {
            _hasLingered = true;
            LingerUntil = now + LingerTime;
            _host.SetReady(_connection);
        }

        if (IsLeft && state == TcpState.TimeWait)
        {
            // Nobody needs more of it than answers to late segments.
            _host.SetReady(_connection);
        }
    }

    private void Break(string reason)
    {
        _failure = reason;
        _input.OnBroken();
        _output.OnBroken();
        Settle(_host.Now);
    }

    private string Describe(TcpEvents events, TcpPathError? softError)
    {
        var cause = (events & (TcpEvents.Reset | TcpEvents.Refused)) != 0 ? "the peer reset it"
            : (events & TcpEvents.Unreachable) != 0 ? "the network cannot reach the peer"
            : softError is not null ? "the peer does not answer, and the network says that it cannot be reached"
            : "the peer does not answer any more";
        return $"the connection with {RemoteEndpoint} is gone: {cause}";
    }

    private static bool IsOver(TcpState state) => state is TcpState.Closed or TcpState.TimeWait;
}
