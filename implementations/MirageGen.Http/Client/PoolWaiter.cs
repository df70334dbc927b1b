using MirageGen.Loop;

namespace MirageGen.Http;

/// <summary>A request that waits for a connection, or for leave to make one.</summary>
internal sealed class PoolWaiter(Origin origin, bool mustBeNew, HttpClientOptions options, TimeSpan deadline)
{
    private readonly LoopCompletion<ClientConnection?> _granted = new();

    public Origin Origin => origin;

    public bool MustBeNew => mustBeNew;

    public HttpClientOptions Options => options;

    public TimeSpan Deadline => deadline;

    /// <summary>What to await: a connection, or null for leave to make one.</summary>
    public ValueTask<ClientConnection?> Task => _granted.Task;

    public void Grant(ClientConnection? connection) => _granted.SetResult(connection);

    public void Fail(Exception error) => _granted.SetException(error);
}
