using System.Threading.Tasks.Sources;
using MirageGen.Loop;

namespace MirageGen.TcpIp.Tcp;

/// <summary>One attempt to connect, until there is a flow or a reason why there is none.</summary>
internal sealed class ConnectAttempt : IConnectionOwner, IValueTaskSource<ITcpFlow>, ICancellableWait
{
    private readonly IFlowHost _host;
    private readonly Connection _connection;
    private LoopCompletionCore<ITcpFlow> _completion;
    private WaitCancellation _cancellation;

    public ConnectAttempt(IFlowHost host, Connection connection, CancellationToken cancellation)
    {
        _host = host;
        _connection = connection;
        connection.Owner = this;
        _cancellation.Begin(this, cancellation);
    }

    /// <summary>To be awaited once.</summary>
    public ValueTask<ITcpFlow> Task => new(this, _completion.Version);

    /// <inheritdoc/>
    public bool IsFull => false;

    EventLoop ICancellableWait.Loop => _host.Loop;

    /// <inheritdoc/>
    public void OnEstablished(Connection connection)
    {
        _cancellation.End();
        _completion.SetResult(connection.Flow!);
    }

    /// <inheritdoc/>
    public void OnFailed(Connection connection, TcpEvents events)
    {
        _cancellation.End();
        _completion.SetException(new DeviceException($"cannot connect to {connection.Key.Remote}: {Describe(events, connection.Core.SoftError)}"));
    }

    void ICancellableWait.CancelWait()
    {
        if (_completion.IsCompleted || _cancellation.Token is not { IsCancellationRequested: true } token)
        {
            return;
        }

        _cancellation.End();
        _connection.Owner = null;
        _connection.Core.Abort();
        _host.SetReady(_connection);
        _completion.SetException(new OperationCanceledException(token));
    }

    ITcpFlow IValueTaskSource<ITcpFlow>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ITcpFlow>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<ITcpFlow>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token);

    private static string Describe(TcpEvents events, TcpPathError? softError) =>
        (events & (TcpEvents.Refused | TcpEvents.Reset)) != 0 ? "it is refused"
        : (events & TcpEvents.Unreachable) != 0 ? "the network cannot reach it"
        : (events & TcpEvents.TimedOut) == 0 ? "the network stack was shut down"
        : softError is not null ? "no answer in time, and the network says that it cannot be reached"
        : "no answer in time";
}
