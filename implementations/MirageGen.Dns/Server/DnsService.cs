using System.Buffers;
using System.Buffers.Binary;

namespace MirageGen.Dns.Server;

/// <summary>One run of a server: answers datagrams, and the requests of connections.</summary>
internal sealed class DnsService(DnsServer server, DnsServerOptions options, TimeProvider clock, IRandom random)
{
    /// <summary>How many octets of responses are written at most before they are sent, however many requests have arrived.</summary>
    private const int MostUnsentOctets = 64 * 1024;

    private readonly AnswerWriter _answers = new(new(options, random));

    // Of the connection that has its turn: a request is answered within one.
    private readonly byte[] _request = new byte[ushort.MaxValue];
    private readonly byte[] _response = new byte[sizeof(ushort) + ushort.MaxValue];

    /// <summary>Answers a datagram into memory of the device.</summary>
    public void Answer(IUdpSocket socket, in Datagram datagram)
    {
        if (socket.TryReserve(datagram.Path, options.MaxDatagramBytes, out var room))
        {
            var client = new Client(datagram.Path.Remote.Address, IsStream: false, clock);
            var length = _answers.Write(server.Zones, datagram.Payload, client, room);
            if (length > 0)
            {
                socket.Send(length);
            }
        }
    }

    /// <summary>Answers the requests of a connection, in their order (RFC 7766), until the client has no more or none for too long.</summary>
    public async Task ServeAsync(ITcpFlow flow, CancellationToken stop)
    {
        using var idle = new IdleTimer(flow, clock, options.IdleTimeout);
        while (true)
        {
            var read = await flow.Input.ReadAsync(stop);
            var rest = read.Buffer;
            var unsent = 0;
            while (TryTake(ref rest, out var request))
            {
                var response = Answer(flow, request);
                if (response == 0)
                {
                    flow.Abort("what was sent is no request");
                    return;
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

    /// <summary>Sends what was written.</summary>
    /// <returns>Whether the client takes no more.</returns>
    private static async ValueTask<bool> IsEndedByFlushAsync(ITcpFlow flow, IdleTimer idle, CancellationToken stop)
    {
        idle.Begin(isFlushing: true);
        var flushed = await flow.Output.FlushAsync(stop);
        idle.Begin(isFlushing: false);
        return flushed.IsCompleted;
    }

    /// <summary>Takes a request off what has arrived, once it is whole.</summary>
    private bool TryTake(ref ReadOnlySequence<byte> rest, out int length)
    {
        length = 0;
        if (rest.Length < sizeof(ushort))
        {
            return false;
        }

        Span<byte> head = stackalloc byte[sizeof(ushort)];
        rest.Slice(0, sizeof(ushort)).CopyTo(head);
        length = BinaryPrimitives.ReadUInt16BigEndian(head);
        if (rest.Length - sizeof(ushort) < length)
        {
            return false;
        }

        rest.Slice(sizeof(ushort), length).CopyTo(_request);
        rest = rest.Slice(sizeof(ushort) + length);
        return true;
    }

    /// <summary>Answers a request.</summary>
    /// <returns>How many octets were written; zero when it is none.</returns>
    private int Answer(ITcpFlow flow, int requestLength)
    {
        var client = new Client(flow.RemoteEndpoint.Address, IsStream: true, clock);
        var length = _answers.Write(server.Zones, _request.AsSpan(0, requestLength), client, _response.AsSpan(sizeof(ushort)));
        if (length == 0)
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_response, (ushort)length);
        flow.Output.Write(_response.AsSpan(0, sizeof(ushort) + length));
        return sizeof(ushort) + length;
    }
}
