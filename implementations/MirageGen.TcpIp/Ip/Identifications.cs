namespace MirageGen.TcpIp;

/// <summary>
/// Identifications for fragments: unpredictable to others, and not used again soon between the same hosts (RFC 7739
/// section 5.3). Each bucket of pairs of hosts counts on from a random start, in random steps.
/// </summary>
internal sealed class Identifications
{
    private const int Buckets = 256;

    private readonly uint[] _next = new uint[Buckets];
    private readonly IRandom _random;
    private readonly uint _secret;

    public Identifications(IRandom random)
    {
        _random = random;
        _secret = random.NextUInt32();
        for (var i = 0; i < Buckets; i++)
        {
            _next[i] = random.NextUInt32();
        }
    }

    /// <summary>The next one for packets between two hosts.</summary>
    public uint Next(in IpHeader header)
    {
        var mixed = (AddressComparer.Hash(header.Destination) ^ _secret) * 0x9E37_79B1u;
        mixed = (mixed ^ AddressComparer.Hash(header.Source) ^ (uint)header.Protocol) * 0x85EB_CA6Bu;
        return _next[mixed >> 24] += 1 + (_random.NextUInt32() & 3);
    }
}
