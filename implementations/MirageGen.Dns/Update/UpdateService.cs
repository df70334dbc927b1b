using Microsoft.Extensions.Logging;
using MirageGen.Dns.Server;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Update;

/// <summary>Answers dynamic updates, one after the other: a change is stored, then served, then acknowledged (RFC 2136 section 3.5).</summary>
internal sealed class UpdateService(ServerFacts facts, DnsServer server, ZoneJournal journal, ILogger log, CancellationToken stop)
{
    /// <summary>The most updates that wait for their turn; more are answered with SERVFAIL.</summary>
    public const int MaxWaiting = 100;

    /// <summary>The most octets of a response: it repeats the zone, and no record.</summary>
    public const int MaxResponseOctets = 1232;

    private readonly Turns _turns = new(1);

    /// <summary>Answers an update.</summary>
    /// <param name="request">A sound request of the opcode UPDATE; not changed until the task completes.</param>
    /// <param name="client">Who asks.</param>
    /// <returns>The response; empty when there is none.</returns>
    public async Task<ReadOnlyMemory<byte>> AnswerAsync(ReadOnlyMemory<byte> request, Requester client)
    {
        var begun = Begin(request.Span, client, out var frame, out var origin);
        if (begun is { } early)
        {
            return early;
        }

        if (_turns.Waiting >= MaxWaiting)
        {
            return Respond(frame, ResponseCode.ServerFailure, default);
        }

        await _turns.TakeAsync(stop);
        try
        {
            return Respond(frame, await ApplyAsync(origin, request, client, frame.Key!), default);
        }
        finally
        {
            _turns.GiveBack();
        }
    }

    /// <summary>Judges who asks and about what.</summary>
    /// <returns>The response when that is clear by now.</returns>
    private byte[]? Begin(ReadOnlySpan<byte> request, in Requester client, out ResponseFrame frame, out DomainName origin)
    {
        frame = ResponseFrame.Of(facts, request, client, out var view, out var code);
        origin = view.Question.Name.ToDomainName();
        if (code == ResponseCode.NoError)
        {
            code = view.Question.Type != RecordType.Soa || view.Question.Class != RecordClass.Internet ? ResponseCode.FormatError
                : server.Zones.FindExact(origin.Octets) is not { } zone ? ResponseCode.NotAuthoritative

                // A signed zone would have to be signed anew.
                : !ClientRule.Allows(facts.Updates, client.Address, frame.Key) || !journal.Keeps(zone) || zone.FindSet(0, RecordType.Dnskey) >= 0
                    ? ResponseCode.Refused
                : ResponseCode.NoError;
        }

        return code == ResponseCode.NoError ? null : Respond(frame, code, view.Tsig);
    }

    private static byte[] Respond(ResponseFrame frame, ResponseCode code, scoped in TsigView tsig)
    {
        var response = new byte[MaxResponseOctets];
        var message = frame.Open(response, code);
        return response[..frame.Close(ref message, code, null, tsig)];
    }

    private async Task<ResponseCode> ApplyAsync(DomainName origin, ReadOnlyMemory<byte> request, Requester client, TsigKey key)
    {
        if (server.Zones.FindExact(origin.Octets) is not { } zone || !journal.Keeps(zone))
        {
            return ResponseCode.ServerFailure;
        }

        var change = UpdateRequest.Find(zone, request.Span, out var code);
        if (change is null)
        {
            return code;
        }

        var changes = new ZoneChanges(zone);
        if (!changes.TryAdd(change) || changes.Apply() is not { } behind)
        {
            return ResponseCode.ServerFailure;
        }

        try
        {
            await journal.AppendAsync(change, behind, stop);
        }
        catch (DeviceException error)
        {
            JournalLog.NotStored(log, origin, error.Message);
            return ResponseCode.ServerFailure;
        }

        if (server.Zones.FindExact(origin.Octets) != zone)
        {
            // Another was put in its place meanwhile.
            return ResponseCode.ServerFailure;
        }

        server.Zones = server.Zones.With(behind);
        JournalLog.Updated(log, origin, behind.Serial, client.Address, key.Name);
        return ResponseCode.NoError;
    }
}
