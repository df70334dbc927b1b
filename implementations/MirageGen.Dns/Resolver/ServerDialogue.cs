using MirageGen.Dns.Client;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>Asks one name server as it can be asked: with EDNS or without, over UDP or TCP; and remembers how it did.</summary>
internal sealed class ServerDialogue(INetworkStack stack, TimeProvider clock, IRandom random, DnsResolverOptions options)
{
    private static readonly TimeSpan StreamTimeout = TimeSpan.FromSeconds(3);

    private readonly Exchange _exchange = new(stack, clock, random);

    /// <summary>What is remembered.</summary>
    public ServerMemory Servers { get; } = new(clock, random, options.MaxServers);

    /// <summary>How many questions were sent to servers.</summary>
    public long Asked { get; private set; }

    /// <summary>What time it is, by the clock that lame servers are remembered by.</summary>
    public long Now => clock.GetTimestamp();

    /// <summary>Asks.</summary>
    /// <param name="server">Whom.</param>
    /// <param name="name">About which name.</param>
    /// <param name="type">What.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>The response; null when there is none.</returns>
    public async ValueTask<byte[]?> AskAsync(IpAddress server, DomainName name, RecordType type, CancellationToken stop)
    {
        var state = Servers.Of(server);
        var query = new Query(name.Octets.ToArray(), type, HeaderFlags.CheckingDisabled)
        {
            HasEdns = !state.KnowsNoEdns,
            IsDnssecOk = !state.KnowsNoEdns,
            MixesCase = !state.LosesCase,
        };
        var reply = await AskAsync(query, server, state, stop);
        if (reply.Kind == ReplyKind.Answered && query.HasEdns
            && reply.Header.Code is ResponseCode.FormatError or ResponseCode.NotImplemented)
        {
            query = query with { HasEdns = false, IsDnssecOk = false };
            reply = await AskAsync(query, server, state, stop);
            state.KnowsNoEdns = reply.Kind == ReplyKind.Answered && reply.Header.Code is ResponseCode.NoError or ResponseCode.NameError;
        }

        return reply.Kind == ReplyKind.Answered ? reply.Message : null;
    }

    private async ValueTask<Reply> AskAsync(Query query, IpAddress server, ServerState state, CancellationToken stop)
    {
        var endpoint = new IpEndpoint(server, options.ServerPort);
        var begin = clock.GetTimestamp();
        Asked++;
        var reply = await _exchange.AskAsync(query, endpoint, state.Timeout, isStream: false, stop);
        if (reply.Kind is ReplyKind.TimedOut or ReplyKind.Unreachable)
        {
            state.Failed(clock);
            return reply;
        }

        if (reply.Kind != ReplyKind.Cancelled)
        {
            state.Answered(clock.GetElapsedTime(begin));
        }

        if (reply.Kind is ReplyKind.CaseLost or ReplyKind.Suspicious
            || (reply.Kind == ReplyKind.Answered && (reply.Header.Flags & HeaderFlags.Truncated) != 0))
        {
            Asked++;
            var streamed = await _exchange.AskAsync(query, endpoint, StreamTimeout, isStream: true, stop);
            if (streamed.Kind != ReplyKind.Answered && reply.Kind == ReplyKind.CaseLost)
            {
                // A server that folds names and takes no connections: port and id alone have to do.
                state.LosesCase = true;
                return await _exchange.AskAsync(query with { MixesCase = false }, endpoint, state.Timeout, isStream: false, stop);
            }

            return streamed;
        }

        return reply;
    }
}
