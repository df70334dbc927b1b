using MirageGen.Loop;

namespace MirageGen.Abstractions.Tests.Network;

/// <summary>A network from which connections come when the test says so.</summary>
internal sealed class TestTcp : ITcp, ITcpListener
{
    private readonly Queue<TestFlow> _backlog = new();
    private readonly LoopCompletion<bool> _changed = new();
    private bool _isWaiting;

    public List<TestFlow> Connections { get; } = [];

    public bool IsListening { get; private set; }

    /// <summary>How many connections nobody has accepted yet.</summary>
    public int Waiting => _backlog.Count;

    public TcpListenOptions? Options { get; private set; }

    /// <summary>What the next accept fails with.</summary>
    public Exception? AcceptError { get; set; }

    public int MaxConnections => int.MaxValue;

    public IpEndpoint LocalEndpoint { get; private set; }

    public TestFlow Connect()
    {
        var flow = new TestFlow(Connections.Count + 1);
        Connections.Add(flow);
        _backlog.Enqueue(flow);
        Change();
        return flow;
    }

    public ITcpListener Listen(IpEndpoint local, TcpListenOptions? options = null)
    {
        (LocalEndpoint, Options, IsListening) = (local, options, true);
        return this;
    }

    public async ValueTask<ITcpFlow?> AcceptAsync(CancellationToken cancellation = default)
    {
        using var registration = cancellation.UnsafeRegister(static tcp => ((TestTcp)tcp!).Change(), this);
        while (IsListening)
        {
            cancellation.ThrowIfCancellationRequested();
            if (AcceptError is { } error)
            {
                throw error;
            }

            if (_backlog.TryDequeue(out var flow))
            {
                return flow;
            }

            _changed.Reset();
            _isWaiting = true;
            await _changed.Task;
        }

        return null;
    }

    public ValueTask<ITcpFlow> ConnectAsync(IpEndpoint remote, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        Close();
        return default;
    }

    public void Close()
    {
        IsListening = false;
        Change();
    }

    public void Fail(Exception error)
    {
        AcceptError = error;
        Change();
    }

    private void Change()
    {
        if (_isWaiting)
        {
            _isWaiting = false;
            _changed.SetResult(true);
        }
    }
}
