namespace MirageGen;

/// <summary>What a network device counted.</summary>
/// <param name="ReceivedFrames">Frames handed to the receiver.</param>
/// <param name="ReceivedOctets">Their octets.</param>
/// <param name="ReceiveDrops">Frames that arrived and were not handed over.</param>
/// <param name="SentFrames">Frames sent.</param>
/// <param name="SentOctets">Their octets.</param>
/// <param name="SendDrops">Frames that were to be sent and were not.</param>
public readonly record struct NetworkCounters(
    long ReceivedFrames,
    long ReceivedOctets,
    long ReceiveDrops,
    long SentFrames,
    long SentOctets,
    long SendDrops);
