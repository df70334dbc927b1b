namespace MirageGen.TcpIp;

/// <summary>How a TCP device works. The defaults are for a server on the Internet with two gigabytes of memory or more.</summary>
public sealed record TcpTransportOptions
{
    // What runtime, drivers and collector need to work at all, before anything can be left to strangers (an image with a website and
    // a network interface, on Xen).
    private const long ReservedOctets = 6 * 1024 * 1024;

    // A connection is some kilobytes with what an application has of it, one in TIME-WAIT some 130 octets; of what is beyond the
    // reserve, a tenth may go to the former, a thirtieth to the latter.
    private const int OctetsPerConnection = 32 * 1024;
    private const int OctetsPerHalfOpen = 64 * 1024;
    private const int OctetsPerTimeWait = 4 * 1024;

    // One alone would be kept from everybody by the first peer that goes away without a word.
    private const int LeastShare = 8;

    // All buffers together have this part of what is beyond the reserve, those of one flow that part.
    private const int BufferPart = 8;
    private const int FlowPart = 32;
    private const int LeastBuffer = 64 * 1024;
    private const int LeastBuffers = 4 * LeastBuffer;

    /// <summary>The defaults.</summary>
    public static TcpTransportOptions Default { get; } = new();

    /// <summary>
    /// The defaults for less memory: what strangers can make the device keep (connections in every state, octets in buffers) is a part of
    /// it that leaves the rest to the appliance.
    /// </summary>
    /// <param name="octets">How much memory the appliance may have altogether.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public static TcpTransportOptions ForMemory(long octets)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(octets);
        octets = Math.Max(0, octets - ReservedOctets);
        return new()
        {
            MaxConnections = Share(octets, OctetsPerConnection, Default.MaxConnections),
            MaxHalfOpen = Share(octets, OctetsPerHalfOpen, Default.MaxHalfOpen),
            MaxTimeWaits = Share(octets, OctetsPerTimeWait, Default.MaxTimeWaits),
            MaxBufferOctets = Math.Clamp(octets / BufferPart, LeastBuffers, Default.MaxBufferOctets),
            MaxReceiveBuffer = (int)Math.Clamp(octets / FlowPart, LeastBuffer, Default.MaxReceiveBuffer),
            MaxSendBuffer = (int)Math.Clamp(octets / FlowPart, LeastBuffer, Default.MaxSendBuffer),
        };
    }

    /// <summary>How a sender finds out what a path bears.</summary>
    public TcpCongestionControl CongestionControl { get; init; } = TcpCongestionControl.Cubic;

    /// <summary>After how much silence a peer is asked whether it is still there; null, the default, for never (RFC 9293 section 3.8.4).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan? KeepAlive
    {
        get;
        init
        {
            if (value is { } time)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(KeepAlive));
            }

            field = value;
        }
    }

    /// <summary>How long an attempt to connect goes on without an answer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public TimeSpan ConnectTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    }
    = TimeSpan.FromMinutes(3);

    /// <summary>The most connections there may be at once, those in TIME-WAIT aside.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int MaxConnections { get; init => field = Positive(value); } = 65_536;

    /// <summary>The most handshakes under way with peers that have not answered; beyond, SYNs are answered with cookies.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int MaxHalfOpen { get; init => field = Positive(value); } = 1024;

    /// <summary>The most connections kept in TIME-WAIT; beyond, the oldest gives way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int MaxTimeWaits { get; init => field = Positive(value); } = 16_384;

    /// <summary>
    /// The most octets that all flows may hold in buffers before segments with payload are dropped, and flushes wait until all is
    /// acknowledged; from half of it on, a flush waits for what is beyond 64 kB.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public long MaxBufferOctets
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }
    = 256L * 1024 * 1024;

    /// <summary>The most octets that may arrive on one flow before its reader takes some; a flow begins with less.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int MaxReceiveBuffer { get; init => field = Positive(value); } = 6 * 1024 * 1024;

    /// <summary>The most octets that a flow takes from its writer beyond what the peer has acknowledged; a flow begins with less.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int MaxSendBuffer { get; init => field = Positive(value); } = 4 * 1024 * 1024;

    /// <summary>The first port that connections made from here, and listeners without a port of their own, get.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public int FirstEphemeralPort { get; init => field = Port(value); } = 32_768;

    /// <summary>The last such port.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public int LastEphemeralPort { get; init => field = Port(value); } = ushort.MaxValue;

    private static int Share(long octets, int each, int most) => (int)Math.Clamp(octets / each, LeastShare, most);

    private static int Positive(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }

    private static int Port(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ushort.MaxValue);
        return value;
    }
}
