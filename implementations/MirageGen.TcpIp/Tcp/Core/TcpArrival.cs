namespace MirageGen.TcpIp.Tcp;

/// <summary>Which octets of an arriving segment's payload to keep. The default keeps none.</summary>
/// <param name="Offset">Where in the peer's stream they lie. May lie beyond a hole: the core keeps the runs.</param>
/// <param name="PayloadStart">The first of them in the payload.</param>
/// <param name="Length">
/// How many. They fit below <see cref="TcpConnection.ReceiveCapacity"/> octets from the first that was not consumed. Some
/// may have been kept before, with the same content unless the peer lies.
/// </param>
internal readonly record struct TcpArrival(long Offset, int PayloadStart, int Length);
