using System.Buffers;
using System.Text;

namespace MirageGen.Http.Tests;

/// <summary>A client that sends exactly the octets it is told to, and says exactly what comes back.</summary>
internal sealed class TestConnection(ITcpFlow flow) : IAsyncDisposable
{
    private readonly List<byte> _received = [];
    private bool _isEnd;

    public ITcpFlow Flow => flow;

    public ValueTask DisposeAsync() => flow.DisposeAsync();

    /// <summary>Sends text in Latin-1.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        flow.Output.Write(octets.Span);
        await flow.Output.FlushAsync();
    }

    /// <summary>Ends this direction.</summary>
    public void EndSending() => flow.Output.Complete();

    /// <summary>The next response; fails when the stream ends before it is complete.</summary>
    public async Task<TestResponse> ReceiveAsync(bool isHead = false)
    {
        while (true)
        {
            var response = TestResponse.TryRead([.. _received], _isEnd, isHead, out var consumed);
            if (response is not null)
            {
                _received.RemoveRange(0, consumed);
                return response;
            }

            Assert.False(_isEnd, $"The connection ended in the middle of a response: \"{Encoding.Latin1.GetString([.. _received])}\"");
            await ReceiveMoreAsync();
        }
    }

    public async Task<TestResponse> AskAsync(string text, bool isHead = false)
    {
        await SendAsync(text);
        return await ReceiveAsync(isHead);
    }

    /// <summary>Everything up to the end of the stream, as Latin-1 text.</summary>
    public async Task<string> ReceiveToEndAsync()
    {
        while (!_isEnd)
        {
            await ReceiveMoreAsync();
        }

        var text = Encoding.Latin1.GetString([.. _received]);
        _received.Clear();
        return text;
    }

    /// <summary>Fails unless the server ends the connection with nothing more.</summary>
    public async Task ExpectEndAsync() => Assert.Equal(string.Empty, await ReceiveToEndAsync());

    /// <summary>Takes what has arrived; nothing when nothing has.</summary>
    public string TakeArrived()
    {
        while (flow.Input.TryRead(out var result))
        {
            Take(result);
            if (_isEnd)
            {
                break;
            }
        }

        var text = Encoding.Latin1.GetString([.. _received]);
        _received.Clear();
        return text;
    }

    private async Task ReceiveMoreAsync() => Take(await flow.Input.ReadAsync());

    private void Take(System.IO.Pipelines.ReadResult result)
    {
        _received.AddRange(result.Buffer.ToArray());
        _isEnd = result.IsCompleted;
        flow.Input.AdvanceTo(result.Buffer.End);
    }
}
