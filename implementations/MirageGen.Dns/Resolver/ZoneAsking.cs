using MirageGen.Dns.Cache;

namespace MirageGen.Dns.Resolver;

/// <summary>Asks the servers of a zone, the best first, until one knows.</summary>
internal sealed class ZoneAsking(SetStore store, ServerDialogue dialogue, IRandom random)
{
    /// <summary>How many servers are asked, or one how often.</summary>
    private const int MostAttempts = 8;

    /// <summary>How often one server is asked.</summary>
    private const int MostForServer = 2;

    /// <summary>How many names of servers are looked at: a referral can have thousands.</summary>
    private const int MostNames = 16;

    /// <summary>How many of a zone's servers are looked up when no address is known.</summary>
    private const int MostLookedUp = 3;

    private const uint MissingSeconds = 60;

    /// <summary>Asks.</summary>
    /// <param name="servers">Whom.</param>
    /// <param name="name">About which name.</param>
    /// <param name="type">What.</param>
    /// <param name="iterator">Looks up servers' addresses.</param>
    /// <param name="work">What it may cost.</param>
    /// <returns>A response that means something; null when there is none.</returns>
    public async ValueTask<SetsOfReply?> AskAsync(
        ZoneServers servers, DomainName name, RecordType type, Iterator iterator, Work work)
    {
        var addresses = new List<IpAddress>(servers.Addresses);
        var unknown = AddKnown(servers, addresses);
        var tries = new Dictionary<IpAddress, int>();
        var lookedUp = 0;
        for (var attempt = 0; attempt < MostAttempts;)
        {
            dialogue.Servers.Order(addresses, servers.Zone);
            if (Choose(addresses, tries) is not { } server)
            {
                if (unknown.Count == 0 || lookedUp++ >= MostLookedUp || !work.TryFetch())
                {
                    return null;
                }

                var next = unknown[^1];
                unknown.RemoveAt(unknown.Count - 1);
                await FetchAsync(next, addresses, iterator, work);
                continue;
            }

            if (!work.TryAsk())
            {
                return null;
            }

            attempt++;
            tries[server] = tries.GetValueOrDefault(server) + 1;
            var message = await dialogue.AskAsync(server, name, type, work.Stop);
            if (message is null)
            {
                continue;
            }

            var sets = SetsOfReply.Read(message, servers.Zone);
            if (sets is not null && ReplyReading.Judge(sets, servers.Zone, name, type, out _) != ReplyMeaning.Lame)
            {
                return sets;
            }

            tries[server] = MostForServer;
            dialogue.Servers.Of(server).IsLame(servers.Zone, dialogue.Now);
        }

        return null;
    }

    private static IpAddress? Choose(List<IpAddress> addresses, Dictionary<IpAddress, int> tries)
    {
        for (var round = 0; round < MostForServer; round++)
        {
            foreach (var address in addresses)
            {
                if (tries.GetValueOrDefault(address) == round)
                {
                    return address;
                }
            }
        }

        return null;
    }

    /// <summary>Adds what addresses are known.</summary>
    /// <returns>The servers of which none are, in random order.</returns>
    private List<DomainName> AddKnown(ZoneServers servers, List<IpAddress> addresses)
    {
        var unknown = new List<DomainName>();
        var count = Math.Min(servers.Names.Count, MostNames);
        var first = servers.Names.Count == 0 ? 0 : (int)(random.NextUInt32() % (uint)servers.Names.Count);
        for (var i = 0; i < count; i++)
        {
            var server = servers.Names[(first + i) % servers.Names.Count];
            var before = addresses.Count;
            var isKnown = store.AddAddresses(server, RecordType.A, addresses);
            isKnown |= store.AddAddresses(server, RecordType.Aaaa, addresses);
            if (addresses.Count == before && !isKnown)
            {
                unknown.Add(server);
            }
        }

        return unknown;
    }

    private async ValueTask FetchAsync(DomainName server, List<IpAddress> addresses, Iterator iterator, Work work)
    {
        var before = addresses.Count;
        foreach (var type in (RecordType[])[RecordType.A, RecordType.Aaaa])
        {
            // A server's name must be no alias (RFC 2181 section 10.3).
            var answer = await iterator.AskAsync(server, type, work);
            var set = answer.Kind == CachedKind.Records && answer.Answer!.Type == type ? answer.Answer : null;
            if (answer.Kind != CachedKind.Failure)
            {
                store.KeepGlue(server, type, set, set?.Ttl ?? MissingSeconds);
            }

            set?.Data.ForEach(data => addresses.Add(type == RecordType.A ? new IPv4Address(data) : new IPv6Address(data)));
            if (addresses.Count > before)
            {
                return;
            }
        }
    }
}
