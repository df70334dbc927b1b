namespace MirageGen.TcpIp.Tcp;

/// <summary>What the layers below know of an arriving segment beyond its header. The default is one segment without a mark.</summary>
/// <param name="IsCongestionMarked">Its IP header has the CE mark (RFC 3168 section 5).</param>
/// <param name="SegmentOctets">
/// Octets of payload in each segment but the last, when the device has put several together; zero for a single one.
/// </param>
internal readonly record struct TcpSegmentFacts(bool IsCongestionMarked = false, int SegmentOctets = 0);
