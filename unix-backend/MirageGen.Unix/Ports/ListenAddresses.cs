namespace MirageGen.Unix.Ports;

/// <summary>The addresses of the stack: where it listens when the application names none.</summary>
internal sealed class ListenAddresses
{
    private readonly bool _isDefault;

    /// <summary>Takes what the boot arguments said; nothing means this host only.</summary>
    /// <exception cref="DeviceException">One is no address to listen on.</exception>
    public ListenAddresses(IReadOnlyList<IpAddress>? given)
    {
        _isDefault = given is null or [];
        All = _isDefault ? [IPv4Address.Loopback, IPv6Address.Loopback] : [.. given!.Distinct()];
        foreach (var address in All)
        {
            if (address.IsNone || address.IsMulticast)
            {
                throw new DeviceException($"cannot listen on {address}: it is not the address of a host (--listen)");
            }
        }
    }

    /// <summary>All of them, in the order given.</summary>
    public IReadOnlyList<IpAddress> All { get; }

    /// <summary>
    /// Where a UDP port of no particular number is bound: it is there to ask others, whose answers come from outside.
    /// </summary>
    public IReadOnlyList<IpAddress> ForAsking => _isDefault ? [IPv4Address.Any, IPv6Address.Any] : All;

    /// <summary>Whether the host may be without this address: nobody asked for ::1 where there is no IPv6.</summary>
    public bool MayLack(IpAddress address) => _isDefault && address.IsV6;
}
