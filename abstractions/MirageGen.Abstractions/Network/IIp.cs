namespace MirageGen;

/// <summary>
/// IP: packets by protocol number, of either version (RFC 791, RFC 8200). Chooses the source address, the route and the
/// next hop. Synchronous, on the loop.
/// </summary>
public interface IIp
{
    /// <summary>This host's addresses; they change with DHCP and router advertisements.</summary>
    IReadOnlyList<IpAddress> Addresses { get; }

    /// <summary>The largest payload in octets of one packet to a destination, from the path MTU known now.</summary>
    int MaxPayload(IpAddress destination);

    /// <summary>What the device towards a destination does for its user.</summary>
    NetworkOffloads Offloads(IpAddress destination);

    /// <summary>The address from which a packet to a destination would be sent; none when there is no route.</summary>
    IpAddress SourceFor(IpAddress destination);

    /// <summary>
    /// Reserves a packet and writes its headers; the rules are those of <see cref="INetwork.TryReserve"/>. A packet
    /// whose next hop is still being resolved is kept for it, within a bound.
    /// </summary>
    /// <param name="header">Between whom, and how.</param>
    /// <param name="capacity">
    /// The most octets the payload may have; above <see cref="MaxPayload"/> the packet is segmented by the device or
    /// fragmented.
    /// </param>
    /// <param name="payload">Where to write it.</param>
    /// <returns>False when the device is full or there is no route.</returns>
    bool TryReserve(scoped in IpHeader header, int capacity, out Span<byte> payload);

    /// <summary>The payload that was reserved; empty when none is (<see cref="INetwork.Reserved"/>).</summary>
    Span<byte> Reserved { get; }

    /// <summary>Sends what was reserved.</summary>
    /// <param name="length">Octets of the payload.</param>
    /// <param name="offload">What is left to the device; offsets count from the start of the payload.</param>
    void Send(int length, in TransmitOffload offload = default);

    /// <summary>
    /// Says that what was sent to a destination has arrived there, as an acknowledgment proves, so that the next hop need not
    /// be asked whether it is still there (RFC 4861 section 7.3.1, RFC 1122 section 2.3.2.1). A hint, which costs little.
    /// </summary>
    void ConfirmReachable(IpAddress destination);

    /// <summary>
    /// Completes when <see cref="TryReserve"/> may succeed again: the device has room, or there are other routes. Any number
    /// may wait.
    /// </summary>
    ValueTask WaitForSpaceAsync();

    /// <summary>
    /// Joins a multicast group (RFC 1112 section 7.1): packets to it are received, until what is returned is disposed.
    /// </summary>
    /// <param name="group">The group; one of IPv6 may have the interface as its zone.</param>
    /// <param name="local">An address of the interface to join on; none for the one by which packets to the group leave.</param>
    /// <exception cref="DeviceException">There is no such interface, or it is in as many groups as it can be.</exception>
    IDisposable JoinGroup(IpAddress group, IpAddress local = default);

    /// <summary>Has a receiver called for every packet of a protocol that is for this host.</summary>
    /// <exception cref="InvalidOperationException">The protocol has a receiver already.</exception>
    void Attach(IpProtocol protocol, IPacketReceiver receiver);
}
