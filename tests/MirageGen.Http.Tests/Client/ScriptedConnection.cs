using System.Buffers;
using System.Globalization;
using System.Text;

namespace MirageGen.Http.Tests.Client;

/// <summary>One connection of a scripted server.</summary>
internal sealed class ScriptedConnection(ScriptedServer server, ITcpFlow flow, TimeProvider clock, CancellationToken stop)
{
    private readonly List<byte> _received = [];
    private bool _isEnd;

    public ScriptedServer Server => server;

    public ITcpFlow Flow => flow;

    public CancellationToken Stop => stop;

    public TimeProvider Clock => clock;

    /// <summary>A script that answers one request with octets, and ends the connection.</summary>
    public static Func<ScriptedConnection, Task> Answer(string response) => async connection =>
    {
        await connection.TakeRequestAsync();
        await connection.SendAsync(response);
    };

    /// <summary>A script that answers each request in turn and leaves the connection open until the client ends it.</summary>
    public static Func<ScriptedConnection, Task> AnswerAll(params string[] responses) => async connection =>
    {
        foreach (var response in responses)
        {
            await connection.TakeRequestAsync();
            await connection.SendAsync(response);
        }

        await connection.ExpectEndAsync();
    };

    /// <summary>Sends Latin-1 text.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        flow.Output.Write(octets.Span);
        await flow.Output.FlushAsync(stop);
    }

    /// <summary>The next request as Latin-1 text: its head, and its body where Content-Length or chunks tell of one.</summary>
    public async Task<string> TakeRequestAsync()
    {
        var head = await TakeHeadAsync();
        var length = Field(head, "Content-Length");
        if (length is not null)
        {
            return head + await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture));
        }

        return Field(head, "Transfer-Encoding") is null ? head : head + await TakeThroughAsync("0\r\n\r\n");
    }

    public Task<string> TakeHeadAsync() => TakeThroughAsync("\r\n\r\n");

    /// <summary>Takes text up to and with a mark.</summary>
    public async Task<string> TakeThroughAsync(string mark)
    {
        var octets = Encoding.Latin1.GetBytes(mark);
        int index;
        while ((index = _received.ToArray().AsSpan().IndexOf(octets)) < 0)
        {
            await ReceiveAsync();
        }

        return await TakeAsync(index + octets.Length);
    }

    public async Task<string> TakeAsync(int count)
    {
        while (_received.Count < count)
        {
            await ReceiveAsync();
        }

        var text = Encoding.Latin1.GetString([.. _received[..count]]);
        _received.RemoveRange(0, count);
        return text;
    }

    /// <summary>Waits for the client's orderly end, with nothing before it.</summary>
    public async Task ExpectEndAsync()
    {
        while (!_isEnd && _received.Count == 0)
        {
            await ReadAsync();
        }

        Assert.Empty(_received);
    }

    /// <summary>A field's value in a head; null when it does not occur.</summary>
    public static string? Field(string head, string name)
    {
        foreach (var line in head.Split("\r\n"))
        {
            if (line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase))
            {
                return line[(name.Length + 2)..];
            }
        }

        return null;
    }

    private async Task ReceiveAsync()
    {
        // The client went away: no failure of the script, which ends as it would on a reset.
        if (_isEnd)
        {
            throw new FlowResetException("The client has ended the connection.");
        }

        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        var result = await flow.Input.ReadAsync(stop);
        _received.AddRange(result.Buffer.ToArray());
        _isEnd = result.IsCompleted;
        flow.Input.AdvanceTo(result.Buffer.End);
    }
}
