using Microsoft.Extensions.Logging;
using MirageGen.Logging;
using MirageGen.Loop;

namespace MirageGen;

/// <summary>The loop behind <see cref="TcpServing"/>: accept while there is room, run handlers, wait for them at the end.</summary>
internal sealed class TcpServer(
    ITcpListener listener,
    Func<ITcpFlow, CancellationToken, Task> handler,
    TcpServeOptions options,
    ILogger log)
{
    private static readonly LogMessage HandlerFailedMessage = new(LogLevel.Error, "HandlerFailed", "The handler of the connection from {Remote} failed");

    private readonly LoopCompletion<bool> _fewer = new();
    private bool _isWaitingForFewer;
    private int _active;

    public async Task RunAsync(CancellationToken stop)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            while (await listener.AcceptAsync(stopping.Token) is { } flow)
            {
                _ = ServeAsync(flow, stopping.Token);
                await FewerThanAsync(options.MaxConnections);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping is the normal end.
        }
        catch
        {
            // The listener has failed: nothing outlives the serving, and its error must not wait for idle peers.
            stopping.Cancel();
            throw;
        }
        finally
        {
            await listener.DisposeAsync();
            await FewerThanAsync(1);
        }
    }

    private async Task ServeAsync(ITcpFlow flow, CancellationToken stop)
    {
        _active++;
        try
        {
            await using (flow)
            {
                await handler(flow, stop);
            }
        }
        catch (FlowResetException)
        {
            // The peer went away: its right.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopping is the normal end.
        }
#pragma warning disable CA1031 // One connection's failure must not end the others: it is logged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            HandlerFailedMessage.WriteError(log, error, flow.RemoteEndpoint);
        }
        finally
        {
            _active--;
            if (_isWaitingForFewer)
            {
                _isWaitingForFewer = false;
                _fewer.SetResult(true);
            }
        }
    }

    private async ValueTask FewerThanAsync(int limit)
    {
        while (_active >= limit)
        {
            _fewer.Reset();
            _isWaitingForFewer = true;
            await _fewer.Task;
        }
    }
}
