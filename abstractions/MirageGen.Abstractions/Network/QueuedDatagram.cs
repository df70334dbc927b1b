namespace MirageGen;

/// <summary>A datagram copied out of the device; the reader owns it.</summary>
/// <param name="Payload">What was sent.</param>
/// <param name="Path">Whence it came: the path of a reply.</param>
/// <param name="Socket">The socket that received it.</param>
public sealed record QueuedDatagram(ReadOnlyMemory<byte> Payload, DatagramPath Path, IUdpSocket Socket);
