using MirageGen.Dns.Cache;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>Writes an answer straight from the cache, when it has all of it, without allocating.</summary>
internal sealed class CacheAnswer(SetStore store)
{
    /// <summary>Of its time, the share at whose end a popular record is asked for anew.</summary>
    private const int RefreshShare = 10;

    private const int PopularHits = 3;
    private const int LeastRefreshedSeconds = 10;

    // One answer at a time, no longer than a call.
    private readonly byte[] _name = new byte[NameOctets.MaxOctets];

    /// <summary>Writes the records of an answer behind its question.</summary>
    /// <param name="message">With the question.</param>
    /// <param name="form">What was asked for.</param>
    /// <param name="question">The name.</param>
    /// <param name="isWorthRefresh">Whether it is asked for often and ends soon.</param>
    /// <param name="fits">Whether there was room for all.</param>
    /// <returns>False when the cache does not know: nothing was written then.</returns>
    public bool TryWrite(
        ref MessageWriter message, in ResponseForm form, ReadOnlySpan<byte> question, out bool isWorthRefresh, out bool fits)
    {
        var start = message.Mark;
        isWorthRefresh = false;
        var isSecure = true;
        fits = true;
        foreach (var section in (ReadOnlySpan<MessageSection>)[MessageSection.Answer, MessageSection.Authority])
        {
            var name = question;
            for (var links = 0; ; links++)
            {
                if (links > Recursion.MostAliases || !store.TryFind(name, form.Type, form.IsUnchecked, isStaleWanted: false, out var entry))
                {
                    message.RollBack(start);
                    return false;
                }

                if (section == MessageSection.Answer)
                {
                    entry.Hit();
                    isSecure &= entry.Security == Security.Secure;
                    isWorthRefresh |= IsWorthRefresh(entry);
                }

                message.Header.Code = entry.Kind == CachedKind.NameError ? ResponseCode.NameError : ResponseCode.NoError;
                fits = fits && WriteRecords(ref message, form, name, entry, section);
                if (entry.Kind != CachedKind.Records || entry.Type == form.Type)
                {
                    break;
                }

                name = _name.AsSpan(0, CopyTarget(entry));
            }
        }

        if (isSecure && form.WantsSecurity)
        {
            message.Header.Flags |= HeaderFlags.AuthenticData;
        }

        return true;
    }

    private static bool IsWorthRefresh(CachedEntry entry) =>
        entry.Hits >= PopularHits && entry.FullTtl >= LeastRefreshedSeconds && entry.Ttl <= entry.FullTtl / RefreshShare;

    private static bool WriteRecords(
        ref MessageWriter message, in ResponseForm form, scoped ReadOnlySpan<byte> name, CachedEntry entry, MessageSection section)
    {
        for (var records = entry.Records; !records.IsEmpty;)
        {
            var record = CachedRecord.Take(ref records);
            if (record.Section != section || !form.Shows(record.Type))
            {
                continue;
            }

            message.BeginRecord(section, record.Owner.IsEmpty ? name : record.Owner, record.Type, RecordClass.Internet, (uint)entry.Ttl);
            Rdata.Write(ref message, record.Type, RecordClass.Internet, record.Data);
            if (!message.EndRecord())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Copies where an alias leads: its entry may be found at the memory of the name that is looked for.</summary>
    private int CopyTarget(CachedEntry entry)
    {
        for (var records = entry.Records; !records.IsEmpty;)
        {
            var record = CachedRecord.Take(ref records);
            if (record.Type == RecordType.Cname && record.Owner.IsEmpty)
            {
                record.Data.CopyTo(_name);
                return record.Data.Length;
            }
        }

        return 0;
    }
}
