using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Update;

/// <summary>Reads a dynamic update, and finds what it changes: octets and a zone in, a change out, without a device (RFC 2136).</summary>
internal static class UpdateRequest
{
    /// <summary>Finds what a request changes.</summary>
    /// <param name="zone">The zone as it is.</param>
    /// <param name="request">A sound message of the opcode UPDATE for that zone, from one who may change it.</param>
    /// <param name="code">How the request ends; NOERROR also when there is nothing to change.</param>
    /// <returns>Null when nothing changes.</returns>
    public static ZoneChange? Find(Zone zone, ReadOnlySpan<byte> request, out ResponseCode code)
    {
        var edit = new ZoneEdit(zone);
        code = Judge(edit, request);
        if (code != ResponseCode.NoError)
        {
            return null;
        }

        Span<byte> data = new byte[Rdata.MaxOctets];
        var reader = Begin(request);
        while (reader.HasRecord && reader.Section <= MessageSection.Authority)
        {
            reader.ReadRecord(out var record);
            if (record.Section == MessageSection.Authority && TryReadData(record, data, out var length))
            {
                UpdateSection.Apply(edit, record, data[..length]);
            }
        }

        return edit.ToChange();
    }

    /// <summary>Judges all that a request says before any of it is done.</summary>
    private static ResponseCode Judge(ZoneEdit edit, ReadOnlySpan<byte> request)
    {
        var prerequisites = new Prerequisites(edit);
        Span<byte> data = new byte[Rdata.MaxOctets];
        Span<byte> owner = stackalloc byte[NameOctets.MaxOctets];
        var reader = Begin(request);
        var isBehind = false;
        while (reader.HasRecord && reader.Section <= MessageSection.Authority)
        {
            reader.ReadRecord(out var record);
            if (record.Section == MessageSection.Authority && !isBehind)
            {
                isBehind = true;
                if (prerequisites.Finish() is not ResponseCode.NoError and var missing)
                {
                    return missing;
                }
            }

            if (!NameOctets.IsSubdomain(owner[..record.Owner.CopyTo(owner)], edit.Zone.Origin.Octets))
            {
                return ResponseCode.NotInZone;
            }

            if (!TryReadData(record, data, out var length))
            {
                return ResponseCode.FormatError;
            }

            var code = isBehind ? JudgeUpdate(record, data[..length]) : prerequisites.Take(record, data[..length]);
            if (code != ResponseCode.NoError)
            {
                return code;
            }
        }

        return isBehind ? ResponseCode.NoError : prerequisites.Finish();
    }

    private static ResponseCode JudgeUpdate(scoped in RecordView record, ReadOnlySpan<byte> data) =>
        UpdateSection.Judge(record) is not ResponseCode.NoError and var code ? code

        // It would be a zone that is not served: see HashedChain.
        : record.Class == RecordClass.Internet && record.Type == RecordType.Nsec3Param && HashedChain.IterationsOf(data) > HashedChain.MaxIterations
            ? ResponseCode.Refused
        : ResponseCode.NoError;

    private static MessageReader Begin(ReadOnlySpan<byte> request)
    {
        MessageReader.TryRead(request, out var reader);
        reader.ReadQuestion(out _);
        return reader;
    }

    /// <summary>Reads data as that of the zone's class; where there is none by intent, nothing.</summary>
    private static bool TryReadData(scoped in RecordView record, Span<byte> data, out int length)
    {
        length = 0;
        var asInternet = new RecordView
        {
            Message = record.Message,
            Section = record.Section,
            Owner = record.Owner,
            Type = record.Type,
            Class = RecordClass.Internet,
            Ttl = record.Ttl,
            DataOffset = record.DataOffset,
            DataLength = record.DataLength,
        };
        return record.DataLength == 0 && record.Class is RecordClass.Any or RecordClass.None
            ? record.Class == RecordClass.Any || record.Section == MessageSection.Answer || Rdata.Judge(record.Type, RecordClass.Internet, default) == RdataError.None
            : Rdata.Read(asInternet, data, out length) == RdataError.None;
    }
}
