using System.Buffers.Binary;

namespace MirageGen.Dns.Client;

/// <summary>One question over a connection of its own (RFC 7766).</summary>
internal static class StreamExchange
{
    /// <summary>Asks; what comes that does not answer the question ends it.</summary>
    public static async ValueTask<Reply> AskAsync(
        ITcp tcp, SentQuery query, IpEndpoint server, TimeSpan timeout, TimeProvider clock, CancellationToken stop)
    {
        using var deadline = new CancellationTokenSource(timeout, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stop);
        try
        {
            await using var flow = await tcp.ConnectAsync(server, end.Token);
            try
            {
                Write(flow, query);
                await flow.Output.FlushAsync(end.Token);
                var message = await ReadAsync(flow, end.Token);
                return message is not null && query.Judge(message) != ReplyMatch.No
                    ? new(ReplyKind.Answered, query.Restore(message))
                    : new(ReplyKind.Unreachable, []);
            }
            finally
            {
                // Nothing more is wanted, and an orderly end would wait for the server's.
                flow.Abort("the question is answered");
            }
        }
        catch (Exception error) when (error is DeviceException or FlowResetException)
        {
            return new(ReplyKind.Unreachable, []);
        }
        catch (OperationCanceledException)
        {
            return new(stop.IsCancellationRequested ? ReplyKind.Cancelled : ReplyKind.TimedOut, []);
        }
    }

    private static void Write(ITcpFlow flow, SentQuery query)
    {
        var room = flow.Output.GetSpan(sizeof(ushort) + Query.MaxOctets);
        var length = query.Write(room[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)length);
        flow.Output.Advance(sizeof(ushort) + length);
    }

    private static async ValueTask<byte[]?> ReadAsync(ITcpFlow flow, CancellationToken stop)
    {
        var input = flow.Input.AsStream(leaveOpen: true);
        var head = new byte[sizeof(ushort)];
        if (await input.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop) < head.Length)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        return await input.ReadAtLeastAsync(message, message.Length, throwOnEndOfStream: false, stop) == message.Length ? message : null;
    }
}
