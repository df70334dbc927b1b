namespace MirageGen.TcpIp;

/// <summary>An inside endpoint and the port that stands for it outside, whomever it talks to (RFC 4787 section 4.1).</summary>
internal sealed class NatMapping
{
    private const byte Fin = 1;
    private const byte Syn = 2;
    private const byte Reset = 4;

    private static readonly TimeSpan EchoTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UdpTime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TransitoryTime = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan EstablishedTime = TimeSpan.FromHours(2) + TimeSpan.FromMinutes(4);

    private NatEndpoint _closer;
    private bool _isResetReceived;
    private bool _isFinSent;
    private bool _isFinReceived;

    public IpProtocol Protocol { get; private set; }

    public NatEndpoint Inside { get; private set; }

    /// <summary>The port or identifier that stands for it.</summary>
    public ushort OutsidePort { get; private set; }

    public NatState State { get; private set; }

    /// <summary>When it is forgotten, in the clock's time.</summary>
    public TimeSpan Until { get; private set; }

    /// <summary>How long it is kept after its last packet.</summary>
    private TimeSpan Time => Protocol switch
    {
        IpProtocol.Udp => UdpTime,
        IpProtocol.Icmp => EchoTime,
        _ => State == NatState.Established ? EstablishedTime : TransitoryTime,
    };

    /// <summary>Begins anew.</summary>
    public void Begin(IpProtocol protocol, NatEndpoint inside, ushort outsidePort, TimeSpan now)
    {
        Protocol = protocol;
        Inside = inside;
        OutsidePort = outsidePort;
        State = NatState.Opening;
        (_isResetReceived, _isFinSent, _isFinReceived, _closer) = (false, false, false, default);
        Until = now + Time;
    }

    /// <summary>A packet passes. Only what comes from inside keeps a mapping of UDP and ICMP (RFC 4787 section 4.3).</summary>
    /// <param name="isOutbound">Whether it comes from inside.</param>
    /// <param name="remote">The other end.</param>
    /// <param name="flags">The flags of TCP.</param>
    /// <param name="now">The clock's time.</param>
    public void Use(bool isOutbound, NatEndpoint remote, byte flags, TimeSpan now)
    {
        if (Protocol != IpProtocol.Tcp)
        {
            Until = isOutbound ? now + Time : Until;
            return;
        }

        if (State == NatState.Closing && !Revives(isOutbound, remote, flags))
        {
            // The last acknowledgements of what has ended keep nothing.
            return;
        }

        Follow(isOutbound, remote, flags);
        Until = now + Time;
    }

    /// <summary>
    /// Whether what seemed to end goes on: by a new connection from the same port, by another that was there meanwhile, or
    /// because the host inside has not believed a reset, which anyone may have forged.
    /// </summary>
    private bool Revives(bool isOutbound, NatEndpoint remote, byte flags) =>
        (flags & Syn) != 0 || remote != _closer || (isOutbound && _isResetReceived && (flags & (Fin | Reset)) == 0);

    private void Follow(bool isOutbound, NatEndpoint remote, byte flags)
    {
        if (State == NatState.Closing)
        {
            State = (flags & Syn) != 0 ? NatState.Opening : NatState.Established;
            (_isResetReceived, _isFinSent, _isFinReceived) = (false, false, false);
        }

        if (State == NatState.Opening && !isOutbound && (flags & Reset) == 0)
        {
            State = NatState.Established;
        }

        _isFinSent |= isOutbound && (flags & Fin) != 0;
        _isFinReceived |= !isOutbound && (flags & Fin) != 0;
        if ((flags & Reset) != 0 || (_isFinSent && _isFinReceived))
        {
            State = NatState.Closing;
            _closer = remote;
            _isResetReceived = !isOutbound && (flags & Reset) != 0;
        }
    }
}
