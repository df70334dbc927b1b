namespace MirageGen.Unix.Tap;

/// <summary>The hardware address of our side of a TAP interface.</summary>
internal static class StationAddress
{
    private const byte GroupBit = 1;
    private const byte LocalBit = 2;

    /// <summary>The address asked for, if a station can have it, else one made from the kernel's.</summary>
    /// <exception cref="DeviceException">The address asked for is a group's or the kernel's own.</exception>
    public static MacAddress Choose(TapInterface tap, MacAddress? asked)
    {
        if (asked is not { } address)
        {
            return Opposite(tap.HostAddress);
        }

        var cause = address.IsMulticast ? "it is a group's"
            : address == default ? "it is nobody's"
            : address == tap.HostAddress ? "the host's side has it already"
            : null;
        return cause is null
            ? address
            : throw new DeviceException($"the network interface '{tap.Name}' cannot have the hardware address {address}: {cause}");
    }

    /// <summary>Inverts what identifies the kernel's side, which its neighbours do not share, and says that nobody assigned it.</summary>
    private static MacAddress Opposite(MacAddress host)
    {
        Span<byte> octets = stackalloc byte[MacAddress.OctetCount];
        host.CopyTo(octets);
        for (var i = 1; i < octets.Length; i++)
        {
            octets[i] ^= 0xFF;
        }

        octets[0] = (byte)((octets[0] | LocalBit) & ~GroupBit);
        return new(octets);
    }
}
