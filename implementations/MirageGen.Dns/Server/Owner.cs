namespace MirageGen.Dns.Server;

/// <summary>In whose name a set is written.</summary>
/// <param name="name">The owner as it is sent.</param>
/// <param name="zoneName">The name that the set has in its zone: the same, or the wildcard that stands for it.</param>
/// <param name="at">Where the owner stands in the message; zero when it does not.</param>
/// <param name="namesAt">Where the zone's name would have to begin there; see <see cref="Zones.RecordBlock.Move"/>.</param>
internal readonly ref struct Owner(ReadOnlySpan<byte> name, ReadOnlySpan<byte> zoneName, int at, int namesAt)
{
    /// <summary>The owner as it is sent.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    /// <summary>The name in the zone.</summary>
    public ReadOnlySpan<byte> ZoneName { get; } = zoneName;

    /// <summary>Where the owner stands in the message; zero when it does not.</summary>
    public int At { get; } = at;

    /// <summary>What pointers into the zone's name count from.</summary>
    public int NamesAt { get; } = namesAt;
}
