namespace MirageGen;

/// <summary>What a UDP socket counted.</summary>
/// <param name="Received">Datagrams handed to the handler.</param>
/// <param name="Sent">Datagrams sent.</param>
/// <param name="ReceiveDrops">Datagrams that arrived and were not handed over: malformed, truncated, or a queue full.</param>
/// <param name="SendDrops">Datagrams that were to be sent and were not: no room, no route, refused by the host.</param>
public readonly record struct DatagramCounters(long Received, long Sent, long ReceiveDrops, long SendDrops);
