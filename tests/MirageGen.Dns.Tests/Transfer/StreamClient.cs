using System.Buffers.Binary;
using MirageGen.Dns.Tests.Server;

namespace MirageGen.Dns.Tests.Transfer;

/// <summary>A client of a server over TCP.</summary>
internal sealed class StreamClient(ITcpFlow flow) : IAsyncDisposable
{
    private readonly Stream _input = flow.Input.AsStream(leaveOpen: true);
    private bool _hasEnded;

    public ValueTask DisposeAsync() => flow.DisposeAsync();

    public void Send(ReadOnlySpan<byte> request)
    {
        var room = flow.Output.GetSpan(sizeof(ushort) + request.Length);
        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)request.Length);
        request.CopyTo(room[sizeof(ushort)..]);
        flow.Output.Advance(sizeof(ushort) + request.Length);
    }

    /// <summary>Sends no more.</summary>
    public async Task EndAsync()
    {
        await flow.Output.FlushAsync();
        await flow.Output.CompleteAsync();
        _hasEnded = true;
    }

    /// <summary>Receives one message.</summary>
    public async Task<byte[]> ReceiveAsync()
    {
        if (!_hasEnded)
        {
            await flow.Output.FlushAsync();
        }

        var head = new byte[sizeof(ushort)];
        await _input.ReadExactlyAsync(head);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        await _input.ReadExactlyAsync(message);
        return message;
    }

    /// <summary>Receives messages until the SOA record comes again that the first begins with.</summary>
    public async Task<(string[] Records, int Messages)> ReceiveAllAsync(byte[]? first = null, Action<byte[]>? check = null)
    {
        List<string> records = [];
        var messages = 0;
        do
        {
            var message = first ?? await ReceiveAsync();
            first = null;
            check?.Invoke(message);
            records.AddRange(TestResponse.Read(message).Answers);
            messages++;
        }
        while (records.Count < 2 || records[^1] != records[0]);

        return ([.. records], messages);
    }
}
