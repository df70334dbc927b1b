using MirageGen.Composition;
using MirageGen.Dns;

/// <summary>
/// Resolves names for this host and for private networks, from the root of the Internet down, and validates what is signed.
/// Ask it by <c>dig @127.0.0.1 -p 5301 www.example.org</c>.
/// </summary>
[Unikernel(Summary = "A recursive, validating resolver of names")]
public sealed class NameResolver(
    DnsResolver dns,
    [Argument("UDP and TCP port to serve on")] int port = 5301,
    [Argument("Network whose hosts may ask, such as 192.0.2.0/24, in place of this host and private networks; may be repeated")]
    IpPrefix[]? allow = null,
    [Argument("Address of a server of the root, in place of the Internet's; may be repeated")] IpAddress[]? hints = null,
    [Argument("DS record's data of a key of the root to trust, in place of the Internet's; may be repeated; none validates nothing")]
    string[]? anchor = null,
    [Argument("Port at which other servers are asked")] int serverPort = DnsServer.DefaultPort,
    [Argument("Megabytes of memory for answers")] int cache = 8)
{
    public Task RunAsync(CancellationToken stop)
    {
        var options = new DnsResolverOptions { CacheBytes = cache << 20, ServerPort = serverPort };
        if (allow is { Length: > 0 })
        {
            options = options with { Allowed = allow };
        }

        if (hints is { Length: > 0 })
        {
            options = options with { Hints = hints };
        }

        if (anchor is { Length: > 0 })
        {
            options = options with { Anchors = anchor is ["none"] ? [] : Array.ConvertAll(anchor, Read) };
        }

        return dns.RunAsync(IpEndpoint.OnEveryAddress(port), options, stop);
    }

    private static ResourceRecord Read(string anchor)
    {
        try
        {
            return RootServers.ParseAnchor(anchor);
        }
        catch (PresentationException error)
        {
            throw new BootArgumentException($"--anchor: {error.Message}");
        }
    }
}
