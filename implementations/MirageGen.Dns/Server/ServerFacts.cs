using System.Text;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Server;

/// <summary>What a server says of itself, ready to be sent, and its secret.</summary>
internal sealed class ServerFacts
{
    private readonly DnsServer? _server;
    private readonly byte[] _serverId;
    private readonly byte[] _version;

    /// <summary>Makes them.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="random">Makes the cookies' key.</param>
    /// <param name="server">The server itself, where there is one around the answers.</param>
    public ServerFacts(DnsServerOptions options, IRandom random, DnsServer? server = null)
    {
        _server = server;
        Span<byte> key = stackalloc byte[ServerCookies.KeyOctets];
        random.Fill(key);
        Cookies = new(key);
        _serverId = Encoding.UTF8.GetBytes(options.ServerId ?? string.Empty);
        _version = Encoding.UTF8.GetBytes(options.Version ?? string.Empty);
        Limiter = options.ResponsesPerSecond == 0 ? null : new(options.ResponsesPerSecond, random);
        MaxDatagramBytes = options.MaxDatagramBytes;
        IdleTimeout = options.IdleTimeout;
        Keys = new(options.Keys);
        Transfers = [.. options.Transfers];
        Updates = [.. options.Updates];
        Packets = options.PacketCacheOctets == 0 ? null : new(options.PacketCacheOctets, random);
    }

    /// <summary>The cookies of its key.</summary>
    public ServerCookies Cookies { get; }

    /// <summary>The keys that requests are signed with.</summary>
    public TsigKeys Keys { get; }

    /// <summary>Who hears that zones have changed elsewhere.</summary>
    public INotifyReceiver? NotifyReceiver => _server?.NotifyReceiver;

    /// <summary>Who may change zones; nobody when updates are not done at all.</summary>
    public ClientRule[] Updates { get; }

    /// <summary>Who may have whole zones.</summary>
    public ClientRule[] Transfers { get; }

    /// <summary>Limits responses; null when there is no limit.</summary>
    public ResponseLimiter? Limiter { get; }

    /// <summary>Responses that may be wanted again; null when none are kept.</summary>
    public PacketCache? Packets { get; }

    /// <summary>The server's name; empty when it tells none.</summary>
    public ReadOnlySpan<byte> ServerId => _serverId;

    /// <summary>Its version; empty when it tells none.</summary>
    public ReadOnlySpan<byte> Version => _version;

    /// <summary>The most octets of a datagram.</summary>
    public int MaxDatagramBytes { get; }

    /// <summary>How long a connection may be idle.</summary>
    public TimeSpan IdleTimeout { get; }

    /// <summary>What a question of the class CH is answered with; empty when it is refused.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> name) =>
        NameOctets.Equals(name, "\u0007version\u0004bind\0"u8) || NameOctets.Equals(name, "\u0007version\u0006server\0"u8) ? _version
        : NameOctets.Equals(name, "\u0002id\u0006server\0"u8) || NameOctets.Equals(name, "\u0008hostname\u0004bind\0"u8) ? _serverId
        : default;
}
