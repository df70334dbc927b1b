namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// Ports for connections that are made from here: hard to guess for others, and each pair of ends goes through all of them
/// before one comes again (RFC 6056 section 3.3.3, simple hash-based selection).
/// </summary>
/// <param name="hash">Has the secret.</param>
/// <param name="random">Where the counter begins.</param>
/// <param name="first">The first port to choose from.</param>
/// <param name="last">The last.</param>
internal sealed class EphemeralPorts(SecretHash hash, IRandom random, int first, int last)
{
    private uint _next = random.NextUInt32();

    /// <summary>How many there are to choose from.</summary>
    public int Count => last - first + 1;

    /// <summary>Chooses a port.</summary>
    /// <typeparam name="TJudge">Who knows which are free.</typeparam>
    /// <param name="local">The address from which to connect.</param>
    /// <param name="remote">Whereto.</param>
    /// <param name="judge">Says whether a port will do.</param>
    /// <returns>The key of the connection to be; null when no port will do.</returns>
    public ConnectionKey? Choose<TJudge>(IpAddress local, IpEndpoint remote, in TJudge judge)
        where TJudge : struct, IPortJudge
    {
        var offset = hash.PortOffset(new(new(local, 0), remote));
        for (var tried = 0; tried < Count; tried++)
        {
            var port = first + (int)((offset + _next++) % (uint)Count);
            var key = new ConnectionKey(new(local, port), remote);
            if (judge.WillDo(key))
            {
                return key;
            }
        }

        return null;
    }
}
