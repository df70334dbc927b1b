using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Update;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Server;

/// <summary>One run of a server: answers datagrams, and the requests of connections.</summary>
internal sealed class DnsService
{
    /// <summary>How many octets of responses are written at most before they are sent, however many requests have arrived.</summary>
    private const int MostUnsentOctets = 64 * 1024;

    private readonly ServerFacts _facts;
    private readonly AnswerWriter _answers;

    // Of the connection that has its turn: a request is answered within one.
    private readonly byte[] _request = new byte[ushort.MaxValue];
    private readonly byte[] _response = new byte[sizeof(ushort) + ushort.MaxValue];
    private readonly DnsServer _server;
    private readonly DnsServerOptions _options;
    private readonly TimeProvider _clock;
    private readonly UpdateService? _updates;
    private int _transfers;

    /// <summary>Makes one.</summary>
    public DnsService(DnsServer server, DnsServerOptions options, TimeProvider clock, IRandom random, ILogger log, CancellationToken stop)
    {
        _server = server;
        _options = options;
        _clock = clock;
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

    /// <summary>Answers the requests of a connection, in their order (RFC 7766), until the client has no more or none for too long.</summary>
    public async Task ServeAsync(ITcpFlow flow, CancellationToken stop)
    {
        using var idle = new IdleTimer(flow, _clock, _options.IdleTimeout);
        while (true)
        {
            var read = await flow.Input.ReadAsync(stop);
            var rest = read.Buffer;
            var unsent = 0;
            while (MessageFraming.TryTake(ref rest, _request, out var request))
            {
                var response = Answer(flow, request);
                if (response == 0)
                {
                    flow.Abort("what was sent is no request");
                    return;
                }

                if (response == AnswerWriter.Later)
                {
                    unsent = 0;
                    if (!await TryAnswerLongAsync(flow, request, idle, stop))
                    {
                        return;
                    }

                    continue;
                }

                unsent += response;
                if (unsent >= MostUnsentOctets)
                {
                    unsent = 0;
                    if (await IsEndedByFlushAsync(flow, idle, stop))
                    {
                        return;
                    }
                }
            }

            flow.Input.AdvanceTo(rest.Start, rest.End);
            if ((unsent > 0 && await IsEndedByFlushAsync(flow, idle, stop)) || read.IsCompleted || read.IsCanceled)
            {
                return;
            }
        }
    }

    private ValueTask<bool> TryAnswerLongAsync(ITcpFlow flow, int requestLength, IdleTimer idle, CancellationToken stop)
    {
        MessageHeader.TryRead(_request, out var header);
        return header.Opcode == Opcode.Update
            ? TryUpdateAsync(flow, _request[..requestLength], idle, stop)
            : TrySendTransferAsync(flow, requestLength, idle, stop);
    }

    private async ValueTask<bool> TryUpdateAsync(ITcpFlow flow, byte[] request, IdleTimer idle, CancellationToken stop)
    {
        var response = await _updates!.AnswerAsync(request, new(flow.RemoteEndpoint.Address, IsStream: true, _clock));
        if (response.Length == 0)
        {
            return false;
        }

        response.Span.CopyTo(_response.AsSpan(sizeof(ushort)));
        Send(flow, response.Length);
        return !await IsEndedByFlushAsync(flow, idle, stop);
    }

    /// <summary>Sends a transfer, each message when the client has taken the one before.</summary>
    /// <returns>False when the client takes no more.</returns>
    private async ValueTask<bool> TrySendTransferAsync(ITcpFlow flow, int requestLength, IdleTimer idle, CancellationToken stop)
    {
        var client = new Requester(flow.RemoteEndpoint.Address, IsStream: true, _clock);
        var isBusy = _transfers >= _options.MaxTransfers;
        var transfer = OutgoingTransfer.Begin(
            _facts, _server.Zones, _request.AsSpan(0, requestLength), client, isBusy, _response.AsSpan(sizeof(ushort)), out var length);
        _transfers++;
        try
        {
            while (length > 0)
            {
                Send(flow, length);
                if (await IsEndedByFlushAsync(flow, idle, stop))
                {
                    return false;
                }

                length = transfer.WriteNext(_response.AsSpan(sizeof(ushort)));
            }

            return true;
        }
        finally
        {
            _transfers--;
        }
    }

    private void Send(ITcpFlow flow, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_response, (ushort)length);
        flow.Output.Write(_response.AsSpan(0, sizeof(ushort) + length));
    }

    /// <summary>Sends what was written.</summary>
    /// <returns>Whether the client takes no more.</returns>
    private static async ValueTask<bool> IsEndedByFlushAsync(ITcpFlow flow, IdleTimer idle, CancellationToken stop)
    {
        idle.Begin(isFlushing: true);
        var flushed = await flow.Output.FlushAsync(stop);
        idle.Begin(isFlushing: false);
        return flushed.IsCompleted;
    }

    /// <summary>Answers a request.</summary>
    /// <returns>How many octets were written; zero when it is none; <see cref="AnswerWriter.Later"/>.</returns>
    private int Answer(ITcpFlow flow, int requestLength)
    {
        var client = new Requester(flow.RemoteEndpoint.Address, IsStream: true, _clock);
        var length = _answers.Write(_server.Zones, _request.AsSpan(0, requestLength), client, _response.AsSpan(sizeof(ushort)));
        if (length <= 0)
        {
            return length;
        }

        Send(flow, length);
        return sizeof(ushort) + length;
    }
}
