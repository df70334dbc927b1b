namespace MirageGen.Dns.Transfer;

/// <summary>Under which keys of a store what belongs to a zone is kept.</summary>
internal static class ZoneKeys
{
    /// <summary>The dictionary of a zone: its name, or its octets in hexadecimal digits where the name is no segment of a key.</summary>
    public static Key Of(DomainName origin)
    {
        var name = origin.ToCanonical();
        return Key.Root.TryAppend(name.IsRoot ? "root" : name.ToString().TrimEnd('.'), out var key)
            ? key
            : Key.Root / $"={Convert.ToHexStringLower(name.Octets)}";
    }
}
