using System.Text;
using MirageGen.Dns.Server;

namespace MirageGen.Dns;

/// <summary>Limits and facts of a server. The defaults suit a server that faces the Internet.</summary>
public sealed record DnsServerOptions
{
    private const int LeastDatagramOctets = 512;
    private const int MostServerIdOctets = 64;
    private const int MostVersionOctets = 255;
    private const int MostNotifyTargets = 100;
    private const int MostResponsesPerSecond = 1_000_000;
    private const int MostPacketCacheOctets = 1024 * 1024 * 1024;

    /// <summary>The defaults.</summary>
    public static DnsServerOptions Default { get; } = new();

    /// <summary>The most octets of a response over UDP, whatever a client would take; such that no path cuts it to pieces.</summary>
    /// <remarks>At least 512. RFC 9715 section 3.2 has reasons for 1,400; the default is that of the field, 1,232.</remarks>
    public int MaxDatagramBytes { get; init; } = 1232;

    /// <summary>
    /// Connections served at once. When there are as many, the client that has waited longest without a request gives way, or the next
    /// one that has its answer; accepting pauses until then. No more than <see cref="TcpServing.RoomFor"/>.
    /// </summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>
    /// How long a connection may be without a whole request (RFC 7766 section 6.2.3); then it is closed. Also how long a client
    /// may take for its responses; then it is reset.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Connections that may wait to be accepted.</summary>
    public int Backlog { get; init; } = 511;

    /// <summary>
    /// What the server calls itself when asked by NSID (RFC 5001), or for <c>id.server</c> or <c>hostname.bind</c>, in at most
    /// 64 octets of UTF-8; null says nothing.
    /// </summary>
    public string? ServerId { get; init; }

    /// <summary>
    /// What it says when asked for <c>version.server</c> or <c>version.bind</c>, in at most 255 octets of UTF-8; null says
    /// nothing.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>The keys that clients may sign requests with (RFC 8945): at most 1,000, of different names.</summary>
    public IReadOnlyList<TsigKey> Keys { get; init; } = [];

    /// <summary>Who may have whole zones, by AXFR (RFC 5936) and IXFR (RFC 1995); nobody unless one says so.</summary>
    public IReadOnlyList<ClientRule> Transfers { get; init; } = [];

    /// <summary>Transfers over TCP that are under way at once; more are answered with SERVFAIL, so that clients come again.</summary>
    public int MaxTransfers { get; init; } = 10;

    /// <summary>Who is told when a zone has changed, and of each zone when the server begins (RFC 1996); at most 100.</summary>
    public IReadOnlyList<NotifyTarget> NotifyTargets { get; init; } = [];

    /// <summary>Whether a zone's name servers are told too, those whose addresses it has itself and that are not its primary.</summary>
    public bool NotifyNameServers { get; init; }

    /// <summary>Who may change zones (RFC 2136): each rule names a key. Nobody unless one says so.</summary>
    public IReadOnlyList<ClientRule> Updates { get; init; } = [];

    /// <summary>Keeps what was changed, of the zones that were replayed from it; null when zones are not changed.</summary>
    public ZoneJournal? Journal { get; init; }

    /// <summary>
    /// How many like responses a second go over UDP to one network, of 24 bits in IPv4 and 56 in IPv6; of those beyond it every
    /// second one is sent truncated. Clients with a good cookie are not limited. Zero, the default, sets no limit; 200 is what
    /// suits a server that faces the Internet and is not behind something that limits.
    /// </summary>
    public int ResponsesPerSecond { get; init; }

    /// <summary>
    /// The most octets of memory for responses over UDP that may be wanted again, 256 for each: the same
    /// request is then answered by a copy. Little is taken at first, and more when it is crowded. When a zone changes, all are
    /// forgotten. The default is a sixteenth of the memory there is, at most 16 MB; zero keeps none.
    /// </summary>
    public int PacketCacheOctets { get; init; } = PacketCache.OctetsFor(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Checks that every bound is one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDatagramBytes, LeastDatagramOctets);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDatagramBytes, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Backlog, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTransfers, 0);
        ValidateUpdates();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(NotifyTargets.Count, MostNotifyTargets, nameof(NotifyTargets));
        ArgumentOutOfRangeException.ThrowIfNegative(ResponsesPerSecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ResponsesPerSecond, MostResponsesPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegative(PacketCacheOctets);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PacketCacheOctets, MostPacketCacheOctets);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(ServerId ?? string.Empty), MostServerIdOctets, nameof(ServerId));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(Version ?? string.Empty), MostVersionOctets, nameof(Version));
    }

    private void ValidateUpdates()
    {
        foreach (var rule in Updates)
        {
            if (rule.Key is null || Journal is null)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(Updates), $"Updates are allowed by key only, and need a journal; '{rule}' has no key, or there is no journal.");
            }
        }
    }
}
