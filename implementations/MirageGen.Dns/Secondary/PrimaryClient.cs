using System.Buffers.Binary;
using MirageGen.Dns.Server;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Secondary;

/// <summary>Asks a primary for a zone: its serial number by datagram, changes and whole zones over TCP.</summary>
internal sealed class PrimaryClient(INetworkStack stack, TimeProvider clock, IRandom random, TransferLimits limits)
{
    private const int SoaTries = 3;

    private static readonly TimeSpan SoaWait = TimeSpan.FromSeconds(2);

    private readonly RepeatedExchange _exchange = new(stack, clock, random);
    private readonly byte[] _message = new byte[ushort.MaxValue];

    private ulong Now => (ulong)clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Asks for a zone's serial number.</summary>
    /// <returns>Null when there is no answer that says it.</returns>
    public async Task<uint?> AskSerialAsync(SecondaryZone zone, IpEndpoint primary, CancellationToken stop)
    {
        var request = new ZoneRequest(Opcode.Query, zone.Name, RecordType.Soa);
        var response = await _exchange.AskAsync(primary, request, zone.Key, SoaTries, SoaWait, stop);
        return response is null ? null : ReadSerial(zone.Name, response);
    }

    /// <summary>Fetches a zone.</summary>
    /// <param name="zone">Which.</param>
    /// <param name="primary">Whence.</param>
    /// <param name="known">What one has of it, so that changes alone are asked for; null for the whole zone.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="TransferException">It cannot be had so.</exception>
    /// <exception cref="DeviceException">There is no connection.</exception>
    public async Task<FetchedZone> FetchAsync(SecondaryZone zone, IpEndpoint primary, Zone? known, CancellationToken stop)
    {
        var flow = await ConnectAsync(primary, stop);
        await using (flow)
        {
            using var timer = new IdleTimer(flow, clock, limits.MessageTimeout);
            var transaction = zone.Key is null ? null : new TsigTransaction(zone.Key);
            var request = new ZoneRequest(Opcode.Query, zone.Name, known is null ? RecordType.Axfr : RecordType.Ixfr, known);
            var id = (ushort)random.NextUInt32();
            Write(flow, request, id, transaction);
            timer.Begin(isFlushing: true);
            await flow.Output.FlushAsync(stop);
            timer.Begin(isFlushing: false);
            var transfer = await ReceiveAsync(flow, timer, new(zone.Name, known, limits), message => request.Judge(message, id, transaction, Now), stop);
            if (transaction is { IsComplete: false })
            {
                throw new TransferException("its end is not signed");
            }

            if (transfer.IsUpToDate)
            {
                return new(known!, IsIncremental: true, 0);
            }

            return transfer.Build(out var problem) is { } built
                ? new(built, transfer.IsIncremental, transfer.Records)
                : throw new TransferException(problem!);
        }
    }

    private static uint? ReadSerial(DomainName origin, ReadOnlySpan<byte> response)
    {
        Span<byte> data = stackalloc byte[Zones.SerialNumber.MaxSoaOctets];
        MessageReader.TryRead(response, out var reader);
        while (reader.HasQuestion)
        {
            reader.ReadQuestion(out _);
        }

        // Of one who has no authority it would be what others once said.
        var isSound = reader.Header.Code == ResponseCode.NoError && (reader.Header.Flags & HeaderFlags.Authoritative) != 0;
        while (isSound && reader.HasRecord && reader.ReadRecord(out var record) == MessageError.None && record.Section == MessageSection.Answer)
        {
            if (record.Type == RecordType.Soa && record.Owner.Is(origin.Octets) && Rdata.Read(record, data, out var length) == RdataError.None)
            {
                return Zones.SerialNumber.Read(data[..length]);
            }
        }

        return null;
    }

    private async Task<ITcpFlow> ConnectAsync(IpEndpoint primary, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(limits.MessageTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            return await stack.Tcp.ConnectAsync(primary, both.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new TransferException("it does not accept a connection in time");
        }
    }

    private void Write(ITcpFlow flow, ZoneRequest request, ushort id, TsigTransaction? transaction)
    {
        var room = flow.Output.GetSpan(sizeof(ushort) + ZoneRequest.MaxOctets);
        var length = request.Write(room[sizeof(ushort)..], id, transaction, Now);
        BinaryPrimitives.WriteUInt16BigEndian(room, (ushort)length);
        flow.Output.Advance(sizeof(ushort) + length);
    }

    private async Task<IncomingTransfer> ReceiveAsync(
        ITcpFlow flow, IdleTimer timer, IncomingTransfer transfer, MessageJudge judge, CancellationToken stop)
    {
        while (true)
        {
            var read = await flow.Input.ReadAsync(stop);
            var rest = read.Buffer;
            while (!transfer.IsDone && MessageFraming.TryTake(ref rest, _message, out var length))
            {
                timer.Begin(isFlushing: false);
                if ((judge(_message.AsSpan(0, length)) ?? transfer.Take(_message.AsSpan(0, length))) is { } problem)
                {
                    throw new TransferException(problem);
                }
            }

            flow.Input.AdvanceTo(rest.Start, rest.End);
            if (transfer.IsDone)
            {
                return transfer;
            }

            if (read.IsCanceled || read.IsCompleted)
            {
                throw new TransferException(read.IsCanceled ? "the primary takes too long for a message" : "it ends before its end");
            }
        }
    }
}
