using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>
/// Goes from the nearest zone that is known down to the one that answers, and tells each server no more of the name than it
/// needs to refer to the next (RFC 9156).
/// </summary>
internal sealed class Iterator(SetStore store, ServerDialogue dialogue, IRandom random, DnsResolverOptions options)
{
    /// <summary>How many labels are added one by one; then the whole name is asked for (RFC 9156 section 2.3).</summary>
    private const int MostMinimised = 10;

    /// <summary>How many steps down are taken, each to another zone or another label.</summary>
    private const int MostSteps = 40;

    private readonly ZoneAsking _asking = new(store, dialogue, random);
    private bool _isPriming;

    /// <summary>Asks for one name and type; aliases are not followed.</summary>
    public async ValueTask<LinkAnswer> AskAsync(DomainName name, RecordType type, Work work)
    {
        if (!work.TryEnter(name, type))
        {
            return LinkAnswer.Fail(name, ExtendedErrorCode.NoReachableAuthority);
        }

        try
        {
            return await DescendAsync(name, type, work);
        }
        finally
        {
            work.Leave();
        }
    }

    private async ValueTask<LinkAnswer> DescendAsync(DomainName name, RecordType type, Work work)
    {
        var servers = await FindServersAsync(type == RecordType.DS ? name.Parent ?? name : name, work);
        var minimised = 0;
        var labels = servers.Zone.LabelCount + 1;
        for (var step = 0; step < MostSteps; step++)
        {
            var asked = minimised++ >= MostMinimised ? name : Suffix(name, labels);
            var isWhole = asked == name;
            var askedType = isWhole ? type : RecordType.A;
            var reply = await _asking.AskAsync(servers, asked, askedType, this, work);
            if (reply is null)
            {
                if (isWhole || work.Stop.IsCancellationRequested)
                {
                    return LinkAnswer.Fail(name, ExtendedErrorCode.NoReachableAuthority);
                }

                // Some servers answer nothing but whole questions.
                minimised = MostMinimised;
                continue;
            }

            var meaning = ReplyReading.Judge(reply, servers.Zone, asked, askedType, out var set);
            if (meaning == ReplyMeaning.Referral)
            {
                servers = Follow(reply, set!);
                labels = Math.Max(labels, servers.Zone.LabelCount + 1);
            }
            else if (isWhole)
            {
                return ReplyReading.Take(reply, meaning, set, servers.Zone, name);
            }
            else
            {
                // That there is no such name some servers say of one with names below: the whole name is asked for to be sure.
                minimised = meaning == ReplyMeaning.NameError ? MostMinimised : minimised;
                labels++;
            }
        }

        return LinkAnswer.Fail(name, ExtendedErrorCode.NoReachableAuthority);
    }

    /// <summary>The last labels of a name; all when there are no more.</summary>
    private static DomainName Suffix(DomainName name, int labels)
    {
        for (var excess = name.LabelCount - labels; excess > 0; excess--)
        {
            name = name.Parent!;
        }

        return name;
    }

    private async ValueTask<ZoneServers> FindServersAsync(DomainName name, Work work)
    {
        for (var zone = name; zone is not null; zone = zone.Parent)
        {
            if (store.FindDelegation(zone) is { } servers && IsUsable(servers))
            {
                return servers;
            }
        }

        return await PrimeAsync(work);
    }

    /// <summary>Whether some server can be asked without asking these first for its address.</summary>
    private bool IsUsable(ZoneServers servers)
    {
        var addresses = new List<IpAddress>();
        foreach (var server in servers.Names)
        {
            store.AddAddresses(server, RecordType.A, addresses);
            store.AddAddresses(server, RecordType.Aaaa, addresses);
            if (addresses.Count > 0 || !server.IsSubdomainOf(servers.Zone))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Asks the hints who serves the root now (RFC 8109); when they do not say, they are asked for all else, too.</summary>
    private async ValueTask<ZoneServers> PrimeAsync(Work work)
    {
        var hints = new ZoneServers(DomainName.Root, [], options.Hints);
        if (_isPriming)
        {
            return hints;
        }

        _isPriming = true;
        try
        {
            var reply = await _asking.AskAsync(hints, DomainName.Root, RecordType.NS, this, work);
            if (reply is not null
                && ReplyReading.Judge(reply, DomainName.Root, DomainName.Root, RecordType.NS, out var set) == ReplyMeaning.Records)
            {
                var servers = Follow(reply, set!);
                return IsUsable(servers) ? servers : hints;
            }

            return hints;
        }
        finally
        {
            _isPriming = false;
        }
    }

    /// <summary>Keeps a referral, and of the addresses beside it those of the servers it names.</summary>
    private ZoneServers Follow(SetsOfReply reply, RecordSet servers)
    {
        store.KeepDelegation(servers);
        var names = servers.Data.ConvertAll(static data => RecordSet.TargetOf(data)!);
        foreach (var additional in reply.Additionals)
        {
            if (additional.Type is RecordType.A or RecordType.Aaaa && additional.Data.Count > 0 && names.Contains(additional.Owner))
            {
                store.KeepGlue(additional.Owner, additional.Type, additional, additional.Ttl);
            }
        }

        return new(servers.Owner, names, []);
    }
}
