namespace MirageGen;

/// <summary>ETHERNET: frames by EtherType over a <see cref="INetwork"/> (RFC 894). Synchronous, on the loop.</summary>
public interface IEthernet
{
    /// <summary>This station's hardware address.</summary>
    MacAddress Address { get; }

    /// <summary>The largest payload in octets.</summary>
    int Mtu { get; }

    /// <summary>What the device below does for its user; checksum offsets count from the start of the frame.</summary>
    NetworkOffloads Offloads { get; }

    /// <summary>Octets in front of the payload that a reservation fills by itself.</summary>
    int HeaderOctets { get; }

    /// <summary>Reserves a frame and writes its header; the rules are those of <see cref="INetwork.TryReserve"/>.</summary>
    /// <param name="destination">The station to send to.</param>
    /// <param name="protocol">The EtherType of the payload.</param>
    /// <param name="capacity">The most octets the payload may have.</param>
    /// <param name="payload">Where to write it.</param>
    /// <returns>False when the device is full.</returns>
    bool TryReserve(MacAddress destination, EtherType protocol, int capacity, out Span<byte> payload);

    /// <summary>The payload that was reserved; empty when none is (<see cref="INetwork.Reserved"/>).</summary>
    Span<byte> Reserved { get; }

    /// <summary>Sends what was reserved.</summary>
    /// <param name="length">Octets of the payload.</param>
    /// <param name="offload">What is left to the device.</param>
    void Send(int length, in TransmitOffload offload = default);

    /// <summary>Completes when <see cref="TryReserve"/> may succeed again. One waiter at a time.</summary>
    ValueTask WaitForSpaceAsync();

    /// <summary>
    /// Has a receiver called for every frame of a protocol that is for this station or a group. It gets the whole frame
    /// and finds its payload at <see cref="HeaderOctets"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The protocol has a receiver already.</exception>
    void Attach(EtherType protocol, IFrameReceiver receiver);
}
