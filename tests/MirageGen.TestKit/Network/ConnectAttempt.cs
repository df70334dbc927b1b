using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>
/// A connection being made: SYN there, SYN and ACK back, ACK there, each with the delay and the losses of its way, tried
/// again after one second, then two, then four (RFC 6298 section 2).
/// </summary>
internal sealed class ConnectAttempt
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    private readonly SimulatedTcp _tcp;
    private readonly SimulatedHost _host;
    private readonly LoopCompletion<ITcpFlow> _done = new();
    private readonly LoopTimer _step;
    private readonly LoopTimer _retry;
    private readonly LoopTimer _deadline;
    private CancellationTokenRegistration _registration;
    private IpEndpoint _local;
    private SimulatedHost? _peer;
    private WirePath? _way;
    private WirePath? _wayBack;
    private SimulatedListener? _listener;
    private SimulatedFlow? _server;
    private Step _next;
    private TimeSpan _retryAfter = FirstRetry;
    private bool _isOver;

    public ConnectAttempt(SimulatedTcp tcp, IpEndpoint remote)
    {
        _tcp = tcp;
        _host = tcp.Stack.Host;
        Remote = remote;
        var timers = _host.World.Loop.Timers;
        _step = timers.Create(static attempt => ((ConnectAttempt)attempt!).TakeStep(), this);
        _retry = timers.Create(static attempt => ((ConnectAttempt)attempt!).Retry(), this);
        _deadline = timers.Create(static attempt => ((ConnectAttempt)attempt!).TimeOut(), this);
    }

    private enum Step : byte
    {
        Request,
        Refusal,
        Answer,
        Acknowledgement,
    }

    public IpEndpoint Remote { get; }

    private World World => _host.World;

    public ValueTask<ITcpFlow> Begin(CancellationToken cancellation)
    {
        _registration = cancellation.UnsafeRegister(
            static (attempt, token) => ((ConnectAttempt)attempt!).Fail(new OperationCanceledException(token)), this);
        if (_tcp.Stack.IsGone)
        {
            return _done.Task;
        }

        var source = _host.SourceFor(Remote.Address);
        if (source.IsNone)
        {
            Fail(new DeviceException($"cannot connect to {Remote}: {_host} has no address of that version of IP"));
        }
        else if (!_host.Ports.TryConnect(source, Remote, out _local))
        {
            Fail(new DeviceException($"cannot connect to {Remote}: {_host} has no free port"));
        }
        else
        {
            _peer = World.Internet.Route(_host, Remote.Address);
            _deadline.Start(_tcp.Stack.ConnectTimeout);
            SendRequest();
        }

        return _done.Task;
    }

    /// <summary>The host has crashed: the attempt is no more, and who awaits it waits on.</summary>
    public void Vanish()
    {
        _host.Ports.Disconnect(_local, Remote);
        _listener?.EndHandshake(null);
        End();
    }

    public void Fail(Exception error)
    {
        if (_isOver)
        {
            return;
        }

        World.Record($"{_host.Name} tcp {_local.Port}>{Remote.Port} not connected");
        End();
        _host.Ports.Disconnect(_local, Remote);
        _listener?.EndHandshake(null);
        _done.SetException(error);
    }

    private void SendRequest()
    {
        if (_peer is null)
        {
            World.Record($"{_host.Name} tcp {_local.Port}>{Remote.Port} connecting to {Remote.ToString()}, which no host has");
            return;
        }

        World.Record($"{_host.Name} tcp {_local.Port}>{Remote.Port} connecting to {_peer.Name}");
        var link = World.Link(_host, _peer);
        _way = link.Toward(_peer);
        _wayBack = link.Toward(_host);
        Go(Step.Request, _way);
    }

    private void Retry()
    {
        _retryAfter *= 2;
        SendRequest();
    }

    private void TimeOut() => Fail(new DeviceException(
        $"cannot connect to {Remote}: no answer within {_tcp.Stack.ConnectTimeout:c}{(_peer is null ? "; no host of the world has that address" : string.Empty)}"));

    private void TakeStep()
    {
        switch (_next)
        {
            case Step.Request:
                ReceiveRequest();
                break;
            case Step.Refusal:
                Fail(new DeviceException($"cannot connect to {Remote}: refused by {_peer}"));
                break;
            case Step.Answer:
                ReceiveAnswer();
                break;
            default:
                ReceiveAcknowledgement();
                break;
        }
    }

    private void ReceiveRequest()
    {
        _listener = _peer!.Ports.Tcp.Find(Remote);
        if (_listener is null || _way!.Random.Chance(_way.Wire.Refusal))
        {
            _listener = null;
            Go(Step.Refusal, _wayBack!);
        }
        else if (!_listener.TryBeginHandshake())
        {
            _listener = null;
            World.Record($"{_way!.Name} tcp {_local.Port}>{Remote.Port} dropped, backlog full");
            _retry.Start(_retryAfter);
        }
        else
        {
            Go(Step.Answer, _wayBack!);
        }
    }

    private void ReceiveAnswer()
    {
        (var client, _server) = SimulatedFlow.Connect(_tcp, _local, _listener!.Tcp, Remote);
        World.Record($"{_way!.Name} tcp {_local.Port}>{Remote.Port} connected");
        End();
        _next = Step.Acknowledgement;
        _step.Start(_way.Latency());
        _done.SetResult(client);
    }

    private void ReceiveAcknowledgement()
    {
        _step.Dispose();
        _listener!.EndHandshake(_server);
    }

    /// <summary>Sends the next packet of the handshake; when it is lost, all begins again after a while.</summary>
    private void Go(Step step, WirePath way)
    {
        if (way.Loses())
        {
            World.Record($"{way.Name} tcp {_local.Port}>{Remote.Port} handshake lost");
            _listener?.EndHandshake(null);
            _listener = null;
            _retry.Start(_retryAfter);
            return;
        }

        _next = step;
        _step.Start(way.Latency());
    }

    private void End()
    {
        _isOver = true;
        _step.Dispose();
        _retry.Dispose();
        _deadline.Dispose();
        _registration.Dispose();
        _tcp.Remove(this);
    }
}
