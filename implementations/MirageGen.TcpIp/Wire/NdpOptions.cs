namespace MirageGen.TcpIp.Wire;

/// <summary>The options of a Neighbour Discovery message, walked one by one (RFC 4861 section 4.6).</summary>
internal ref struct NdpOptions
{
    private const int UnitOctets = 8;

    private ReadOnlySpan<byte> _rest;

    private NdpOptions(ReadOnlySpan<byte> options) => _rest = options;

    /// <summary>What the option is.</summary>
    public NdpOptionType Type { get; private set; }

    /// <summary>The option's octets behind its type and length: six at least.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Judges all options before any is walked: one of length zero, or cut short, voids the message.</summary>
    /// <param name="octets">Untrusted.</param>
    /// <param name="options">To be walked.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, out NdpOptions options)
    {
        options = new(octets);
        while (octets.Length > 0)
        {
            if (octets.Length < UnitOctets || octets[1] == 0 || octets[1] * UnitOctets > octets.Length)
            {
                options = default;
                return WireError.Option;
            }

            octets = octets[(octets[1] * UnitOctets)..];
        }

        return WireError.None;
    }

    /// <summary>Goes to the next option.</summary>
    /// <returns>False when there is none.</returns>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var length = _rest[1] * UnitOctets;
        Type = (NdpOptionType)_rest[0];
        Content = _rest[2..length];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>Finds the hardware address in an option of a kind; those behind it are not walked.</summary>
    /// <param name="type">The source's or the target's.</param>
    /// <param name="address">The station; none when there is no such option, or it names a group.</param>
    public bool TryFindLinkAddress(NdpOptionType type, out MacAddress address)
    {
        while (MoveNext())
        {
            if (Type == type)
            {
                address = new(Content[..MacAddress.OctetCount]);
                return !address.IsMulticast && address != default;
            }
        }

        address = default;
        return false;
    }

    /// <summary>Writes an option with the largest packet of a link.</summary>
    /// <param name="octets">Eight octets.</param>
    /// <param name="mtu">Octets.</param>
    public static void WriteMtu(Span<byte> octets, int mtu)
    {
        octets[..UnitOctets].Clear();
        octets[0] = (byte)NdpOptionType.Mtu;
        octets[1] = 1;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(octets[4..], (uint)mtu);
    }

    /// <summary>Writes an option with a hardware address.</summary>
    /// <param name="octets">Eight octets.</param>
    /// <param name="type">The source's or the target's.</param>
    /// <param name="address">The station.</param>
    public static void WriteLinkAddress(Span<byte> octets, NdpOptionType type, MacAddress address)
    {
        octets[0] = (byte)type;
        octets[1] = 1;
        address.CopyTo(octets[2..]);
    }
}
