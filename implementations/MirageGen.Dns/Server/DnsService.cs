using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Update;

namespace MirageGen.Dns.Server;

/// <summary>One run of a server: answers datagrams, and the requests of connections.</summary>
internal sealed class DnsService
{
    private readonly ServerFacts _facts;
    private readonly AnswerWriter _answers;

    // Of the connection that has its turn: a response is written within one.
    private readonly byte[] _response = new byte[sizeof(ushort) + ushort.MaxValue];
    private readonly DnsServer _server;
    private readonly DnsServerOptions _options;
    private readonly TimeProvider _clock;
    private readonly UpdateService? _updates;
    private readonly WaitingClients _clients;
    private int _transfers;

    /// <summary>Makes one.</summary>
    public DnsService(DnsServer server, DnsServerOptions options, TimeProvider clock, IRandom random, ILogger log, CancellationToken stop)
    {
        _server = server;
        _options = options;
        _clock = clock;
        _clients = new(options.MaxConnections);
        _facts = new(options, random, server);
        _answers = new(_facts);
        _updates = options.Journal is null ? null : new(_facts, server, options.Journal, log, stop);
    }

    /// <summary>Answers a datagram into memory of the device.</summary>
    public void Answer(IUdpSocket socket, in Datagram datagram)
    {
        if (socket.TryReserve(datagram.Path, _options.MaxDatagramBytes, out var room))
        {
            var client = new Requester(datagram.Path.Remote.Address, IsStream: false, _clock);
            var length = _answers.Write(_server.Zones, datagram.Payload, client, room);
            if (length > 0)
            {
                socket.Send(length);
            }
            else if (length == AnswerWriter.Later)
            {
                _ = AnswerLaterAsync(socket, datagram.Payload.ToArray(), datagram.Path, client);
            }
        }
    }

    private async Task AnswerLaterAsync(IUdpSocket socket, byte[] request, DatagramPath path, Requester client)
    {
        try
        {
            var response = await _updates!.AnswerAsync(request, client);
            if (response.Length > 0)
            {
                socket.TrySend(path, response.Span);
            }
        }
        catch (OperationCanceledException)
        {
            // The server has ended: what is not acknowledged may be asked for again.
        }
    }

    /// <summary>Where a connection puts the request that it answers: it is answered, or copied, before another connection has its turn.</summary>
    public byte[] Request { get; } = new byte[ushort.MaxValue];

    /// <summary>Answers the requests of a connection (RFC 7766), until the client has no more or none for too long.</summary>
    public async Task ServeAsync(ITcpFlow flow, CancellationToken stop)
    {
        using var idle = new IdleTimer(flow, _clock, _options.IdleTimeout, _clients);
        using var connection = new StreamConnection(this, flow, idle, new(flow.RemoteEndpoint.Address, IsStream: true, _clock), stop);
        await connection.RunAsync();
    }

    /// <summary>Answers the request.</summary>
    /// <param name="flow">Takes the response.</param>
    /// <param name="requestLength">Its octets.</param>
    /// <param name="client">Who asks.</param>
    /// <returns>How many octets were written; zero when it is none; <see cref="AnswerWriter.Later"/>.</returns>
    public int Answer(ITcpFlow flow, int requestLength, in Requester client)
    {
        var length = _answers.Write(_server.Zones, Request.AsSpan(0, requestLength), client, _response.AsSpan(sizeof(ushort)));
        return length > 0 ? Send(flow, length) : length;
    }

    /// <summary>Answers an update.</summary>
    /// <param name="request">A copy of the request.</param>
    /// <param name="client">Who asks.</param>
    public Task<ReadOnlyMemory<byte>> UpdateAsync(byte[] request, in Requester client) => _updates!.AnswerAsync(request, client);

    /// <summary>Begins to answer the request by a transfer; <see cref="EndTransfer"/> is to be called when that ends.</summary>
    /// <param name="flow">Takes the first message.</param>
    /// <param name="requestLength">Its octets.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="written">How many octets were written.</param>
    public OutgoingTransfer BeginTransfer(ITcpFlow flow, int requestLength, in Requester client, out int written)
    {
        var isBusy = _transfers >= _options.MaxTransfers;
        var transfer = OutgoingTransfer.Begin(
            _facts, _server.Zones, Request.AsSpan(0, requestLength), client, isBusy, _response.AsSpan(sizeof(ushort)), out var length);
        _transfers++;
        written = Send(flow, length);
        return transfer;
    }

    /// <summary>Writes the next message of a transfer.</summary>
    /// <returns>How many octets were written; zero when there is none.</returns>
    public int WriteNext(ITcpFlow flow, OutgoingTransfer transfer) => Send(flow, transfer.WriteNext(_response.AsSpan(sizeof(ushort))));

    /// <summary>Says that a transfer has ended.</summary>
    public void EndTransfer() => _transfers--;

    /// <summary>Writes a response.</summary>
    /// <returns>How many octets were written; zero when there is none.</returns>
    public int Send(ITcpFlow flow, ReadOnlySpan<byte> response)
    {
        response.CopyTo(_response.AsSpan(sizeof(ushort)));
        return Send(flow, response.Length);
    }

    private int Send(ITcpFlow flow, int length)
    {
        if (length == 0)
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_response, (ushort)length);
        flow.Output.Write(_response.AsSpan(0, sizeof(ushort) + length));
        return sizeof(ushort) + length;
    }
}
