using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Udp;

/// <summary>The errors that the kernel keeps for a socket that asked for them: IP_RECVERR and IPV6_RECVERR (ip(7), ipv6(7)).</summary>
internal static unsafe class ErrorQueue
{
    private const int ControlBytes = 256;

    // struct sock_extended_err: the error, its origin, ICMP's type and code, and more.
    private const int OriginOffset = 4;
    private const int TypeOffset = 5;
    private const int CodeOffset = 6;
    private const int Bytes = 16;
    private const byte FromIcmp = 2;
    private const byte FromIcmpV6 = 3;

    /// <summary>Takes the oldest error.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="remote">Whereto the datagram was sent; none when the error is not from the network.</param>
    /// <param name="kind">What happened to it.</param>
    /// <returns>False when there is none.</returns>
    public static bool TryTake(int socket, out IpEndpoint remote, out IpErrorKind kind)
    {
        remote = default;
        kind = default;
        SocketAddress name = default;
        var control = stackalloc byte[ControlBytes];
        var message = new MessageHeader
        {
            Name = &name,
            NameLength = SocketAddress.MaxBytes,
            Control = control,
            ControlLength = ControlBytes,
        };
        if (Libc.ReceiveMessage(socket, &message, Libc.MessageErrorQueue | Libc.MessageDontWait) < 0)
        {
            return false;
        }

        var messages = new ControlMessages(new(control, (int)message.ControlLength));
        while (messages.MoveNext())
        {
            if (TryRead(messages, out kind))
            {
                remote = name.Endpoint;
            }
        }

        return true;
    }

    private static bool TryRead(in ControlMessages message, out IpErrorKind kind)
    {
        kind = default;
        var data = message.Data;
        if (data.Length < Bytes)
        {
            return false;
        }

        var isV4 = (message.Level, message.Type) == (Libc.LevelIp, Libc.IpReceiveError) && data[OriginOffset] == FromIcmp;
        var isV6 = (message.Level, message.Type) == (Libc.LevelIpv6, Libc.Ipv6ReceiveError) && data[OriginOffset] == FromIcmpV6;
        kind = isV4 ? KindV4(data[TypeOffset], data[CodeOffset]) : KindV6(data[TypeOffset], data[CodeOffset]);
        return isV4 || isV6;
    }

    /// <summary>Types and codes of RFC 792 and RFC 1812 section 5.2.7.1.</summary>
    private static IpErrorKind KindV4(byte type, byte code) => (type, code) switch
    {
        (3, 2) => IpErrorKind.ProtocolUnreachable,
        (3, 3) => IpErrorKind.PortUnreachable,
        (3, 4) => IpErrorKind.TooBig,
        (3, 9 or 10 or 13) => IpErrorKind.Prohibited,
        (11, _) => IpErrorKind.TimeExceeded,
        (12, _) => IpErrorKind.ParameterProblem,
        _ => IpErrorKind.Unreachable,
    };

    /// <summary>Types and codes of RFC 4443 section 3.</summary>
    private static IpErrorKind KindV6(byte type, byte code) => (type, code) switch
    {
        (1, 4) => IpErrorKind.PortUnreachable,
        (1, 1 or 5 or 6) => IpErrorKind.Prohibited,
        (2, _) => IpErrorKind.TooBig,
        (3, _) => IpErrorKind.TimeExceeded,
        (4, 1) => IpErrorKind.ProtocolUnreachable,
        (4, _) => IpErrorKind.ParameterProblem,
        _ => IpErrorKind.Unreachable,
    };
}
