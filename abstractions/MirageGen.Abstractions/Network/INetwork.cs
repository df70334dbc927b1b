namespace MirageGen;

/// <summary>
/// NETWORK: a device that carries Ethernet frames: a TAP device, a Xen network front-end, the wire of a simulation.
/// All of it is synchronous and on the loop; an <c>async</c> layer per packet would cost more than the packet.
/// </summary>
public interface INetwork
{
    /// <summary>The device's hardware address.</summary>
    MacAddress Address { get; }

    /// <summary>The largest payload of a frame in octets, without the Ethernet header: 1500 as a rule.</summary>
    int Mtu { get; }

    /// <summary>Whether there is a carrier.</summary>
    bool IsUp { get; }

    /// <summary>What the device does for its user.</summary>
    NetworkOffloads Offloads { get; }

    /// <summary>What was counted since it was connected.</summary>
    NetworkCounters Counters { get; }

    /// <summary>
    /// Reserves room for one frame in the device's own transmit memory, to be filled headers first: nothing is copied
    /// between layers. Fill it and call <see cref="Send"/> before anything else is done with the device; a reservation
    /// that is not sent is given up by the next one.
    /// </summary>
    /// <param name="capacity">
    /// The most octets the frame may have, with its Ethernet header: up to <see cref="Mtu"/> + 14, and up to 65,535
    /// where the device segments (<see cref="NetworkOffloads.TcpSegmentation"/>); some devices take larger ones.
    /// </param>
    /// <param name="frame">At least <paramref name="capacity"/> octets, their content undefined.</param>
    /// <returns>False when the ring is full: await <see cref="WaitForSpaceAsync"/>.</returns>
    bool TryReserve(int capacity, out Span<byte> frame);

    /// <summary>
    /// What <see cref="TryReserve"/> has reserved, for a layer that finishes its header when the payload is known; empty when
    /// nothing is reserved.
    /// </summary>
    Span<byte> Reserved { get; }

    /// <summary>Sends the reserved frame. The device rings its doorbell once per turn of the loop.</summary>
    /// <param name="length">Octets of the frame, at most what was reserved.</param>
    /// <param name="offload">What is left for the device to do; the default is nothing.</param>
    void Send(int length, in TransmitOffload offload = default);

    /// <summary>Completes when <see cref="TryReserve"/> may succeed again. One waiter at a time.</summary>
    ValueTask WaitForSpaceAsync();

    /// <summary>Has a receiver called for every frame from now on. A device has one receiver.</summary>
    /// <exception cref="InvalidOperationException">It has one already.</exception>
    void Attach(IFrameReceiver receiver);
}
