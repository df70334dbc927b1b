namespace MirageGen;

/// <summary>The usual ways to use a <see cref="IUdpSocket"/> and an <see cref="IUdp"/>.</summary>
public static class UdpSending
{
    /// <summary>Copies a datagram into the device and sends it.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="path">Whereto.</param>
    /// <param name="payload">What to send.</param>
    /// <returns>False when the device was full.</returns>
    public static bool TrySend(this IUdpSocket socket, in DatagramPath path, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (!socket.TryReserve(path, payload.Length, out var room))
        {
            return false;
        }

        payload.CopyTo(room);
        socket.Send(payload.Length);
        return true;
    }

    /// <summary>Binds a port on every address of the stack.</summary>
    /// <inheritdoc cref="IUdp.Bind"/>
    /// <param name="udp">The device.</param>
    /// <param name="port">The port; zero for any free one.</param>
    /// <param name="handler">Called on the loop for each datagram; see <see cref="DatagramHandler"/>.</param>
    public static IUdpSocket Bind(this IUdp udp, int port, DatagramHandler handler)
    {
        ArgumentNullException.ThrowIfNull(udp);
        return udp.Bind(IpEndpoint.OnEveryAddress(port), handler);
    }
}
