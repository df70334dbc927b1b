namespace MirageGen;

/// <summary>What is known about the transport checksum of a received frame.</summary>
public enum ReceiveChecksum : byte
{
    /// <summary>Nothing: the receiver checks it.</summary>
    Unchecked,

    /// <summary>The device has found it right.</summary>
    Verified,

    /// <summary>
    /// The frame never left this host, and its checksum field holds the pseudo-header's sum only: the payload is sound,
    /// and whoever forwards the frame must complete the sum.
    /// </summary>
    Partial,
}
