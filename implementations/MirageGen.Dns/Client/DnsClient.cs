using MirageGen.Dns.Client;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns;

/// <summary>
/// Asks name servers that ask others: one after the other until one answers, over UDP, and over TCP what does not fit.
/// Each question has a port, an id and a case of its own at random, and an answer must have them all.
/// </summary>
/// <param name="stack">Where the servers are.</param>
/// <param name="clock">Drives timeouts.</param>
/// <param name="random">Makes questions hard to guess.</param>
[Device]
public sealed class DnsClient(INetworkStack stack, TimeProvider clock, IRandom random)
{
    private readonly Exchange _exchange = new(stack, clock, random);

    /// <summary>Limits.</summary>
    public DnsClientOptions Options
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            field = value;
        }
    }
    = DnsClientOptions.Default;

    /// <summary>Asks.</summary>
    /// <param name="name">About which name.</param>
    /// <param name="type">What kind of record.</param>
    /// <param name="servers">Whom, in this order.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>
    /// What the first server answered that knows it: code NOERROR or NXDOMAIN. When all that answer fail, what the last of
    /// them said.
    /// </returns>
    /// <exception cref="DeviceException">No server answered, or too many questions are open.</exception>
    public async ValueTask<DnsAnswer> AskAsync(
        DomainName name, RecordType type, IReadOnlyList<IpEndpoint> servers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(servers);
        if (servers.Count == 0)
        {
            throw new DeviceException("no name server is known");
        }

        if (_exchange.Open >= Options.MaxOpen)
        {
            throw new DeviceException($"{Options.MaxOpen} questions to name servers are open already");
        }

        DnsAnswer? failure = null;
        var asked = string.Empty;
        var timeout = Options.FirstTimeout;
        var count = Math.Min(servers.Count, Options.MaxServers);
        for (var round = 0; round < Options.Rounds && (round == 0 || failure is null); round++, timeout *= 2)
        {
            for (var i = 0; i < count; i++)
            {
                var answer = await AskAsync(name, type, servers[i], timeout, cancellation);
                if (answer is { Code: ResponseCode.NoError or ResponseCode.NameError })
                {
                    return answer;
                }

                failure = answer ?? failure;
                asked = round > 0 ? asked : i == 0 ? $"{servers[i]}" : $"{asked}, {servers[i]}";
            }
        }

        return failure ?? throw new DeviceException($"no name server answered: asked {asked}");
    }

    /// <summary>Asks one server; null when it does not answer, or nothing sound.</summary>
    private async ValueTask<DnsAnswer?> AskAsync(
        DomainName name, RecordType type, IpEndpoint server, TimeSpan timeout, CancellationToken cancellation)
    {
        var query = new Query(name.Octets.ToArray(), type, HeaderFlags.RecursionDesired);
        var reply = await _exchange.AskAsync(query, server, timeout, isStream: false, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (reply.Kind == ReplyKind.Answered && reply.Header.Code is ResponseCode.FormatError or ResponseCode.NotImplemented)
        {
            // It may be that it does not know EDNS (RFC 6891 section 7).
            query = query with { HasEdns = false };
            reply = await _exchange.AskAsync(query, server, timeout, isStream: false, cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        if (reply.Kind is ReplyKind.CaseLost or ReplyKind.Suspicious
            || (reply.Kind == ReplyKind.Answered && (reply.Header.Flags & HeaderFlags.Truncated) != 0))
        {
            // Who guesses cannot guess the numbers of a connection.
            reply = await _exchange.AskAsync(query, server, Options.StreamTimeout, isStream: true, cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        return reply.Kind == ReplyKind.Answered ? DnsAnswer.Read(server, reply.Message) : null;
    }
}
