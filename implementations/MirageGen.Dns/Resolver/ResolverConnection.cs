using System.Buffers;
using MirageGen.Dns.Server;
using MirageGen.Dns.Wire;
using MirageGen.Loop;

namespace MirageGen.Dns.Resolver;

/// <summary>A client's connection: several requests may be under way, and each response is sent when it is ready.</summary>
internal sealed class ResolverConnection(ITcpFlow flow, TimeProvider clock, TimeSpan idleTimeout, WaitingClients clients) : IDisposable
{
    /// <summary>How many requests of a connection may be under way; reading pauses meanwhile.</summary>
    private const int MostOpen = 32;

    private readonly IdleTimer _idle = new(flow, clock, idleTimeout, clients);
    private readonly LoopCompletion<bool> _fewer = new();
    private Task _writing = Task.CompletedTask;
    private int _open;
    private int _awaited;
    private bool _isWaiting;

    /// <summary>Serves it until the client has no more requests, or none for too long.</summary>
    /// <param name="answer">Makes a response, its length before it; an empty one ends the connection.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(Func<IpAddress, byte[], ValueTask<byte[]>> answer, CancellationToken stop)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync(stop);
            var rest = read.Buffer;
            while (MessageFraming.TryTake(ref rest, out var request))
            {
                _open++;
                _ = AnswerAsync(answer, request.ToArray(), stop);
                await FewerThanAsync(MostOpen);
            }

            flow.Input.AdvanceTo(rest.Start, rest.End);
            if (read.IsCompleted || (read.IsCanceled && (_open == 0 || _idle.IsGivenUp)))
            {
                await FewerThanAsync(1);
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _idle.Dispose();

    private async Task AnswerAsync(Func<IpAddress, byte[], ValueTask<byte[]>> answer, byte[] request, CancellationToken stop)
    {
        try
        {
            var response = await answer(flow.RemoteEndpoint.Address, request);
            if (response.Length == 0)
            {
                flow.Abort("what was sent is no request");
                return;
            }

            await (_writing = WriteAsync(_writing, response, stop));
        }
        catch (Exception error) when (error is FlowResetException or OperationCanceledException)
        {
            // The client is gone, or the resolver ends.
        }
        finally
        {
            _open--;
            if (_isWaiting && _open < _awaited)
            {
                _isWaiting = false;
                _fewer.SetResult(true);
            }
        }
    }

    private async Task WriteAsync(Task before, byte[] response, CancellationToken stop)
    {
        await before;
        _idle.Begin(isFlushing: true);
        flow.Output.Write(response);
        await flow.Output.FlushAsync(stop);
        _idle.Begin(isFlushing: false);
    }

    private async ValueTask FewerThanAsync(int count)
    {
        while (_open >= count)
        {
            _fewer.Reset();
            _awaited = count;
            _isWaiting = true;
            await _fewer.Task;
        }
    }
}
