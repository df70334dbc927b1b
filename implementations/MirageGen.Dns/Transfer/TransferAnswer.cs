using MirageGen.Dns.Server;
using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Transfer;

/// <summary>What a request for a transfer is answered with.</summary>
internal static class TransferAnswer
{
    /// <summary>Finds the records to be sent.</summary>
    /// <param name="facts">Whom the server allows.</param>
    /// <param name="zones">The server's zones.</param>
    /// <param name="request">The request, sound.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="key">The key that the request was signed with, if it was.</param>
    /// <param name="code">How it ends.</param>
    /// <param name="error">Why, if it does not end well.</param>
    /// <returns>Null when it does not end well.</returns>
    public static IRecordSource? Find(
        ServerFacts facts, ZoneSet zones, scoped in RequestView request, in Requester client, TsigKey? key, out ResponseCode code, out ExtendedErrorCode? error)
    {
        if (!ClientRule.Allows(facts.Transfers, client.Address, key) || request.Question.Class != RecordClass.Internet)
        {
            code = ResponseCode.Refused;
            error = ExtendedErrorCode.Prohibited;
            return null;
        }

        Span<byte> name = stackalloc byte[NameOctets.MaxOctets];
        if (zones.FindExact(name[..request.Question.Name.CopyTo(name)]) is not { } zone)
        {
            code = ResponseCode.NotAuthoritative;
            error = ExtendedErrorCode.NotAuthoritative;
            return null;
        }

        code = ResponseCode.NoError;
        error = null;
        if (request.Question.Type == RecordType.Axfr)
        {
            return new WholeZone(zone);
        }

        if (!TryReadSerial(request, out var serial))
        {
            code = ResponseCode.FormatError;
            return null;
        }

        return Since(zone, serial);
    }

    /// <summary>
    /// Answers IXFR in a datagram: the changes when they have room, else the SOA record, for which the client comes again over
    /// TCP (RFC 1995 section 2).
    /// </summary>
    /// <inheritdoc cref="Find"/>
    /// <param name="facts">Whom the server allows.</param>
    /// <param name="zones">The server's zones.</param>
    /// <param name="request">The request, sound.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="key">The key that the request was signed with, if it was.</param>
    /// <param name="message">The response, its question written.</param>
    public static ExtendedErrorCode? WriteDatagram(
        ServerFacts facts, ZoneSet zones, scoped in RequestView request, in Requester client, TsigKey? key, ref MessageWriter message)
    {
        var records = Find(facts, zones, request, client, key, out var code, out var error);
        message.Header.Code = code;
        if (records is null)
        {
            return error;
        }

        message.Header.Flags |= HeaderFlags.Authoritative;
        records.MoveNext();
        if (!TryWrite(ref message, records.Current))
        {
            message.Header.Flags |= HeaderFlags.Truncated;
            return null;
        }

        var first = message.Mark;
        while (records.MoveNext())
        {
            if (!TryWrite(ref message, records.Current))
            {
                message.RollBack(first);
                break;
            }
        }

        return null;
    }

    /// <summary>Writes a record.</summary>
    /// <param name="message">The message.</param>
    /// <param name="record">The record, names in its data uncompressed.</param>
    /// <param name="section">Not before the last record's.</param>
    /// <returns>False when there is no room.</returns>
    public static bool TryWrite(ref MessageWriter message, scoped in ZoneFileRecord record, MessageSection section = MessageSection.Answer)
    {
        message.BeginRecord(section, record.Owner, record.Type, record.Class, record.Ttl);
        Rdata.Write(ref message, record.Type, record.Class, record.Data);
        return message.EndRecord();
    }

    private static IRecordSource Since(Zone zone, uint serial)
    {
        if (!SerialNumber.IsNewer(zone.Serial, serial))
        {
            return new SinceSerial(zone, default);
        }

        // Changes that are more than the zone, and than one message, are not worth it.
        return zone.History.TryFind(serial, out var changes) && OctetsOf(changes) <= Math.Max(zone.MemoryOctets, ushort.MaxValue)
            ? new SinceSerial(zone, changes)
            : new WholeZone(zone);
    }

    private static long OctetsOf(ReadOnlyMemory<ZoneChange> changes)
    {
        var octets = 0L;
        foreach (var change in changes.Span)
        {
            octets += change.Octets;
        }

        return octets;
    }

    /// <summary>Reads the serial number that a client has: in the SOA record of the authority section (RFC 1995 section 3).</summary>
    private static bool TryReadSerial(scoped in RequestView request, out uint serial)
    {
        serial = 0;
        MessageReader.TryRead(request.Message, out var reader);
        reader.ReadQuestion(out var question);
        Span<byte> name = stackalloc byte[NameOctets.MaxOctets];
        name = name[..question.Name.CopyTo(name)];
        Span<byte> data = stackalloc byte[SerialNumber.MaxSoaOctets];
        while (reader.HasRecord && reader.ReadRecord(out var record) == MessageError.None)
        {
            if (record.Section == MessageSection.Authority && record.Type == RecordType.Soa && record.Owner.Is(name))
            {
                var isSound = Rdata.Read(record, data, out var length) == RdataError.None;
                serial = isSound ? SerialNumber.Read(data[..length]) : 0;
                return isSound;
            }
        }

        return false;
    }
}
