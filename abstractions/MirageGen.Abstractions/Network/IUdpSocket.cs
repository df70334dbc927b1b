namespace MirageGen;

/// <summary>A bound UDP port. Disposing it ends the receiving; what was sent before still leaves.</summary>
public interface IUdpSocket : IAsyncDisposable
{
    /// <summary>Where it is bound, with the port that was chosen when any free one was asked for.</summary>
    IpEndpoint LocalEndpoint { get; }

    /// <summary>What was counted since it was bound.</summary>
    DatagramCounters Counters { get; }

    /// <summary>
    /// Told when a datagram that this socket sent was not delivered, as far as the stack hears of it: nothing behind the
    /// port, no such host, a filter. Not every stack can know, and most datagrams are lost without a word.
    /// </summary>
    event DatagramErrorHandler? ErrorReceived;

    /// <summary>
    /// Joins a multicast group: from now on datagrams to it and to this socket's port are received. A socket hears of the
    /// groups that it has joined itself, of no others; disposing it leaves them. Joining again changes nothing. Whether it
    /// hears what is sent from its own host is the stack's choice.
    /// </summary>
    /// <param name="group">The group; one of IPv6 may have the interface as its zone.</param>
    /// <param name="local">
    /// An address of the interface to join on; none for the one by which datagrams to the group leave.
    /// </param>
    /// <exception cref="ArgumentException">It is no group.</exception>
    /// <exception cref="InvalidOperationException">The socket is bound to one address: it hears what is sent there only.</exception>
    /// <exception cref="DeviceException">There is no such interface, or it is in as many groups as it can be.</exception>
    void JoinGroup(IpAddress group, IpAddress local = default);

    /// <summary>Leaves a group; nothing happens when it was not joined.</summary>
    /// <param name="group">The group, as it was joined.</param>
    /// <param name="local">The address of the interface, as it was joined.</param>
    void LeaveGroup(IpAddress group, IpAddress local = default);

    /// <summary>
    /// Reserves room for one datagram in the device's memory. Fill it and call <see cref="Send"/> before anything else
    /// is done with the stack; a reservation that is not sent is given up by the next one.
    /// </summary>
    /// <param name="path">Whereto.</param>
    /// <param name="capacity">The most octets the payload may have, up to 65,507 for IPv4 and 65,527 for IPv6.</param>
    /// <param name="payload">At least <paramref name="capacity"/> octets, their content undefined.</param>
    /// <returns>False when the device is full: drop the datagram, as UDP may, or await <see cref="WaitForSpaceAsync"/>.</returns>
    bool TryReserve(in DatagramPath path, int capacity, out Span<byte> payload);

    /// <summary>Sends what was reserved; the device may batch it with others until the end of the loop's turn.</summary>
    /// <param name="length">Octets of the payload, at most what was reserved.</param>
    void Send(int length);

    /// <summary>Completes when <see cref="TryReserve"/> may succeed again. One waiter at a time.</summary>
    ValueTask WaitForSpaceAsync();
}
