namespace MirageGen.Dns.Transfer;

/// <summary>Hears that zones have changed elsewhere.</summary>
internal interface INotifyReceiver
{
    /// <summary>Hears of a zone.</summary>
    /// <param name="origin">The zone.</param>
    /// <param name="from">Who says so.</param>
    /// <param name="key">The key that it was signed with, if it was.</param>
    /// <returns>What is said in return.</returns>
    ResponseCode Hear(ReadOnlySpan<byte> origin, IpAddress from, TsigKey? key);
}
