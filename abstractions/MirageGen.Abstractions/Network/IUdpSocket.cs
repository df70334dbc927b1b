namespace MirageGen;

/// <summary>A bound UDP port. Disposing it ends the receiving; what was sent before still leaves.</summary>
public interface IUdpSocket : IAsyncDisposable
{
    /// <summary>Where it is bound, with the port that was chosen when any free one was asked for.</summary>
    IpEndpoint LocalEndpoint { get; }

    /// <summary>What was counted since it was bound.</summary>
    DatagramCounters Counters { get; }

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
