using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Ports;

/// <summary>Makes sockets on Linux and reads where they are bound.</summary>
internal static class LinuxSocket
{
    /// <summary>Makes a socket for an address's version of IP, non-blocking; negative when there is none to be had.</summary>
    public static int Open(IpAddress address, int type) =>
        Libc.Socket(address.IsV4 ? Libc.FamilyV4 : Libc.FamilyV6, type | Libc.NonBlocking | Libc.CloseOnExec, 0);

    /// <summary>Where a socket is bound.</summary>
    public static IpEndpoint LocalEndpoint(int socket)
    {
        SocketAddress address = default;
        var length = SocketAddress.MaxBytes;
        return Libc.GetSocketName(socket, ref address, ref length) == 0 ? address.Endpoint : default;
    }

    /// <summary>The error that a socket keeps, which is forgotten thereby; zero when there is none.</summary>
    public static unsafe int TakeError(int socket)
    {
        int error;
        var length = sizeof(int);
        return Libc.GetOption(socket, Libc.LevelSocket, Libc.SocketError, &error, &length) < 0 ? Errno.Last : error;
    }

    /// <summary>Closes a socket that could not be set up and says why.</summary>
    public static BindOutcome<TSocket> Refuse<TSocket>(int socket, int error)
        where TSocket : class
    {
        if (socket >= 0)
        {
            _ = Libc.Close(socket);
        }

        var kind = error switch
        {
            Errno.AddressInUse => BindError.InUse,
            Errno.Access or Errno.Perm => BindError.Denied,
            Errno.AddressNotAvailable or Errno.FamilyNotSupported => BindError.NoAddress,
            _ => BindError.Other,
        };
        return new(null, kind, Errno.Text(error));
    }
}
