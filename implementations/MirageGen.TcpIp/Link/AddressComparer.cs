namespace MirageGen.TcpIp;

/// <summary>
/// Compares addresses for tables of bounded size. Its hash is no secret: whoever makes addresses collide makes a lookup
/// in such a table as slow as its bound, no slower.
/// </summary>
internal sealed class AddressComparer : IEqualityComparer<IpAddress>
{
    public static AddressComparer Instance { get; } = new();

    /// <summary>Mixes all bits of an address.</summary>
    public static uint Hash(IpAddress address)
    {
        if (address.IsV4)
        {
            return address.V4.Value * 0x9E37_79B1u;
        }

        var value = address.V6.Value;
        var folded = (ulong)value ^ ((ulong)(value >> 64) * 0x9E37_79B9_7F4A_7C15);
        folded *= 0xD6E8_FEB8_6659_FD93;
        return (uint)(folded >> 32) ^ address.Zone;
    }

    public bool Equals(IpAddress x, IpAddress y) => x == y;

    public int GetHashCode(IpAddress obj) => (int)Hash(obj);
}
