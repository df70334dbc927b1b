using System.Net;
using System.Net.Sockets;

namespace MirageGen.Unix.Ports;

/// <summary>What .NET's sockets say, in our terms.</summary>
internal static class PortableSocket
{
    public static AddressFamily Family(IpAddress address) =>
        address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;

    public static IpEndpoint LocalEndpoint(Socket socket) => IpEndpoint.From((IPEndPoint)socket.LocalEndPoint!);

    public static IpEndpoint RemoteEndpoint(Socket socket) => IpEndpoint.From((IPEndPoint)socket.RemoteEndPoint!);

    /// <summary>The host's words for an error, as they fit after a colon.</summary>
    public static string Text(SocketError error)
    {
        var text = new SocketException((int)error).Message;
        return text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1])
            ? char.ToLowerInvariant(text[0]) + text[1..]
            : text;
    }

    public static BindError Judge(SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => BindError.InUse,
        SocketError.AccessDenied => BindError.Denied,
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => BindError.NoAddress,
        _ => BindError.Other,
    };
}
