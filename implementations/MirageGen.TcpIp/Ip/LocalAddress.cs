namespace MirageGen.TcpIp;

/// <summary>An address of an interface.</summary>
internal sealed class LocalAddress(IpPrefix prefix, AddressState state, bool isAutomatic)
{
    /// <summary>The address, a link-local one with its zone, and the length of its prefix.</summary>
    public IpPrefix Prefix { get; } = prefix;

    public IpAddress Address => Prefix.Address;

    public AddressState State { get; set; } = state;

    /// <summary>Whether it comes from a lease or a router's advertisement and may be lost again.</summary>
    public bool IsAutomatic { get; } = isAutomatic;

    /// <summary>When nothing new is to begin with it, in the clock's time.</summary>
    public TimeSpan PreferredUntil { get; set; } = TimeSpan.MaxValue;

    /// <summary>When it is lost, in the clock's time.</summary>
    public TimeSpan ValidUntil { get; set; } = TimeSpan.MaxValue;

    public bool IsUsable => State != AddressState.Tentative;
}
