namespace MirageGen.TcpIp;

/// <summary>How a TCP device works. The defaults are for a server on the Internet with some hundred megabytes of memory.</summary>
public sealed record TcpTransportOptions
{
    /// <summary>The defaults.</summary>
    public static TcpTransportOptions Default { get; } = new();

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

    /// <summary>The most connections there may be at once, in whatever state.</summary>
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
