namespace MirageGen;

/// <summary>
/// Takes one datagram, on the loop, as it lies in the device's receive buffer. It may reserve a reply, write it in
/// place and send it before it returns: then nothing is copied and nothing allocated between the rings. It must not
/// wait, and an exception from it ends the appliance.
/// </summary>
/// <param name="socket">The socket that received it, to reply through.</param>
/// <param name="datagram">Valid during the call only; copy what must be kept.</param>
public delegate void DatagramHandler(IUdpSocket socket, in Datagram datagram);
