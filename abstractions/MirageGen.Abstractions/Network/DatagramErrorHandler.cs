namespace MirageGen;

/// <summary>
/// Hears on the loop that a datagram was not delivered (RFC 1122 section 4.1.3.3). It must not wait, and an exception from
/// it ends the appliance. Anyone on the path can forge a report, so it is a hint: a reason to ask another server now
/// rather than after a timeout, never a reason to forget one.
/// </summary>
/// <param name="socket">The socket that sent the datagram.</param>
/// <param name="path">Whereto it was sent, and from which address where the stack knows it.</param>
/// <param name="kind">Why it was not delivered.</param>
public delegate void DatagramErrorHandler(IUdpSocket socket, in DatagramPath path, IpErrorKind kind);
