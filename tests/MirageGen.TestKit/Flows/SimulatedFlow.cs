using System.IO.Pipelines;
using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>One end of a connection between two hosts of a world.</summary>
internal sealed class SimulatedFlow : ITcpFlow
{
    private readonly SimulatedTcp _tcp;
    private readonly LoopCompletion<bool> _handedOver = new();
    private readonly LoopTimer _linger;
    private FlowTransit _outgoing = null!;
    private FlowTransit _incoming = null!;
    private FlowWriter _writer = null!;
    private bool _isDisposed;
    private bool _isHandingOver;
    private bool _isRefusing;

    private SimulatedFlow(SimulatedTcp tcp, SimulatedHost peer, IpEndpoint local, IpEndpoint remote)
    {
        _tcp = tcp;
        Peer = peer;
        LocalEndpoint = local;
        RemoteEndpoint = remote;
        Reader = new(this, World.FlowMemory);
        _linger = World.Loop.Timers.Create(static flow => ((SimulatedFlow)flow!).Abort("its peer takes nothing"), this);
    }

    public IpEndpoint LocalEndpoint { get; }

    public IpEndpoint RemoteEndpoint { get; }

    public PipeReader Input => Reader;

    public PipeWriter Output => _writer;

    public FlowReader Reader { get; }

    /// <summary>The host at the other end.</summary>
    public SimulatedHost Peer { get; }

    public SimulatedStack Stack => _tcp.Stack;

    public World World => Stack.Host.World;

    /// <summary>Whether this end has aborted it.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>Whether it has ended otherwise than in order.</summary>
    public bool IsReset { get; private set; }

    /// <summary>Whether the host has crashed under it.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether this end neither reads nor writes any more.</summary>
    public bool IsClosed => Reader.IsCompleted && _writer.IsCompleted;

    /// <summary>Whether both directions have ended.</summary>
    public bool IsOver => IsReset || IsGone || (_outgoing.IsOver && _incoming.IsOver);

    /// <summary>
    /// Whether octets that still arrive are answered with a reset. An end that has closed but not yet handed over its own
    /// octets only drops them, so that its last words are not lost.
    /// </summary>
    public bool RefusesMore => IsOver || (IsClosed && _outgoing.IsOver);

    /// <summary>Makes both ends of a connection.</summary>
    public static (SimulatedFlow Client, SimulatedFlow Server) Connect(
        SimulatedTcp clientTcp, IpEndpoint client, SimulatedTcp serverTcp, IpEndpoint server)
    {
        var clientHost = clientTcp.Stack.Host;
        var serverHost = serverTcp.Stack.Host;
        var link = clientHost.World.Link(clientHost, serverHost);
        var near = new SimulatedFlow(clientTcp, serverHost, client, server);
        var far = new SimulatedFlow(serverTcp, clientHost, server, client);
        var there = new FlowTransit(near, far, link.Toward(serverHost), link.Toward(clientHost));
        var back = new FlowTransit(far, near, link.Toward(clientHost), link.Toward(serverHost));
        near.Join(there, back);
        far.Join(back, there);
        return (near, far);
    }

    public void WriteImmutable(ReadOnlyMemory<byte> data) => _writer.WriteImmutable(data);

    public void Abort(string reason)
    {
        World.VerifyOnLoop();
        if (IsOver)
        {
            return;
        }

        IsAborted = true;
        _outgoing.SendReset();
        EndBy(reason, keepsArrived: false);
    }

    public ValueTask DisposeAsync()
    {
        World.VerifyOnLoop();
        if (IsGone)
        {
            return _handedOver.UntypedTask;
        }

        if (_isDisposed)
        {
            return default;
        }

        _isDisposed = true;
        _writer.Complete();
        Reader.Complete();
        if (_outgoing.IsOver)
        {
            return default;
        }

        _isHandingOver = true;
        _linger.Start(Stack.LingerTimeout);
        return _handedOver.UntypedTask;
    }

    /// <summary>The flow has been reset, from the peer or from between.</summary>
    public void OnReset(string reason, bool keepsArrived)
    {
        if (!IsReset && !IsGone)
        {
            EndBy(reason, keepsArrived);
            _outgoing.Discard();
        }
    }

    /// <summary>Octets have arrived for an end that is no more: the peer shall know, unless it does.</summary>
    public void Refuse()
    {
        if (!IsAborted && !_isRefusing)
        {
            _isRefusing = true;
            _outgoing.SendReset();
            if (!IsReset && !IsGone)
            {
                EndBy("its peer sent more after it was closed", keepsArrived: false);
            }
        }
    }

    /// <summary>The host has crashed: nothing of it completes any more, and the peer is not told.</summary>
    public void Vanish()
    {
        IsGone = true;
        _linger.Dispose();
        _outgoing.Discard();
    }

    /// <summary>Something between the ends resets it.</summary>
    public void ResetFromBetween() => _outgoing.ResetBothEnds("reset between its ends");

    public void OnPeerEnded()
    {
        Reader.End();
        ForgetIfOver();
    }

    /// <summary>The reader has looked at something.</summary>
    public void OnExamined() => _incoming.OnExamined();

    /// <summary>The peer's stack has taken something.</summary>
    public void OnNews()
    {
        _writer.Serve();
        if (_outgoing.IsOver)
        {
            EndHandingOver();
            ForgetIfOver();
        }
    }

    public void OnSideCompleted() => ForgetIfOver();

    public void DescribeWaits(List<string> waits)
    {
        var end = $"{Stack.Host}: {{0}} the flow {LocalEndpoint} > {RemoteEndpoint} ({Peer})";
        Describe(Reader.IsWaiting, "a read from");
        Describe(_writer.IsWaiting, $"a flush ({_outgoing.Outstanding} octets not taken by the peer) of");
        Describe(_isHandingOver, $"the end ({_outgoing.Outstanding} octets not taken by the peer) of");

        void Describe(bool isWaiting, string what)
        {
            if (isWaiting)
            {
                waits.Add(string.Format(System.Globalization.CultureInfo.InvariantCulture, end, what));
            }
        }
    }

    public override string ToString() => $"{Stack.Host}: TCP flow {LocalEndpoint} > {RemoteEndpoint} ({Peer})";

    private void Join(FlowTransit outgoing, FlowTransit incoming)
    {
        _outgoing = outgoing;
        _incoming = incoming;
        _writer = new(this, outgoing);
        _tcp.Add(this);
    }

    private void EndBy(string reason, bool keepsArrived)
    {
        IsReset = true;
        Reader.Reset(reason, keepsArrived);
        _writer.Reset(reason);
        EndHandingOver();
        ForgetIfOver();
    }

    private void EndHandingOver()
    {
        _linger.Dispose();
        if (_isHandingOver)
        {
            _isHandingOver = false;
            _handedOver.SetResult(true);
        }
    }

    private void ForgetIfOver()
    {
        if (IsOver)
        {
            _tcp.Remove(this);
        }
    }
}
