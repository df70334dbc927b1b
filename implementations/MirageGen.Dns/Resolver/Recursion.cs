using MirageGen.Dns.Cache;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>Answers questions whole: from the cache where it knows, from servers where it does not, along aliases to their end.</summary>
internal sealed class Recursion(SetStore store, Iterator iterator, DnsResolverOptions options)
{
    /// <summary>Judges what servers say; nothing is validated without one.</summary>
    public IAnswerCheck? Check { get; init; }

    /// <summary>How many aliases are followed.</summary>
    public const int MostAliases = 16;

    /// <summary>For how many seconds what is out of date is given (RFC 8767 section 4).</summary>
    public const uint StaleSeconds = 30;

    /// <summary>Answers a question.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="isUnchecked">CD: whether signatures are not to be looked at.</param>
    /// <param name="isRefresh">Whether to ask although the cache still knows.</param>
    /// <param name="stop">Gives up.</param>
    public async ValueTask<Resolution> ResolveAsync(DomainName name, RecordType type, bool isUnchecked, bool isRefresh, CancellationToken stop)
    {
        var work = new Work(options, stop);
        var links = new List<LinkAnswer>();
        var first = name;
        while (true)
        {
            var link = await LinkAsync(name, type, isUnchecked, isRefresh, work);
            if (link.Security == Security.Bogus && !isUnchecked)
            {
                return Resolution.Fail(link.Error);
            }

            if (link.Kind == CachedKind.Failure)
            {
                return FindStale(first, type, isUnchecked) ?? Resolution.Fail(link.Error);
            }

            links.Add(link);
            if (link.Kind != CachedKind.Records || link.Answer!.Type == type)
            {
                return new(link.Kind == CachedKind.NameError ? ResponseCode.NameError : ResponseCode.NoError, links, null, IsStale: false);
            }

            if (links.Count > MostAliases
                || RecordSet.TargetOf(link.Answer.Data[0]) is not { } target
                || links.Exists(known => known.Name == target))
            {
                return Resolution.Fail(ExtendedErrorCode.Other);
            }

            name = target;
        }
    }

    /// <summary>What the cache knew once, when all of the chain is there.</summary>
    public Resolution? FindStale(DomainName name, RecordType type, bool isUnchecked)
    {
        var links = new List<LinkAnswer>();
        while (links.Count <= MostAliases && store.Find(name, type, isUnchecked, isStaleWanted: true) is { } link)
        {
            links.Add(link);
            if (link.Kind == CachedKind.NameError)
            {
                return new(ResponseCode.NameError, links, ExtendedErrorCode.StaleNameError, IsStale: true);
            }

            if (link.Kind == CachedKind.NoData || link.Answer!.Type == type)
            {
                return new(ResponseCode.NoError, links, ExtendedErrorCode.StaleAnswer, IsStale: true);
            }

            if (RecordSet.TargetOf(link.Answer.Data[0]) is not { } target)
            {
                return null;
            }

            name = target;
        }

        return null;
    }

    /// <summary>Answers one link, and keeps what it learns.</summary>
    public async ValueTask<LinkAnswer> LinkAsync(DomainName name, RecordType type, bool isUnchecked, bool isRefresh, Work work)
    {
        if (!isRefresh && store.Find(name, type, isUnchecked, isStaleWanted: false) is { } known)
        {
            return known;
        }

        if (!isUnchecked && store.Cache.TryFind(name.Octets, SetStore.FailureOf(type), out var failure)
            && failure.Kind == CachedKind.Failure && failure.Ttl > 0)
        {
            return LinkAnswer.Fail(name, failure.Error, failure.Security);
        }

        var link = await iterator.AskAsync(name, type, work);
        if (link.Kind != CachedKind.Failure && !isUnchecked)
        {
            if (Check is null)
            {
                link.Security = Security.Insecure;
            }
            else
            {
                await Check.CheckAsync(link, type, work);
            }
        }

        // A failure for want of time, or by this question's own bounds, says little of the next one's, but repeated it costs much.
        store.Keep(link.Security == Security.Bogus ? LinkAnswer.Fail(name, link.Error, Security.Bogus) : link, type);
        return link;
    }
}
