namespace MirageGen.Dns.Client;

/// <summary>The order in which a host's addresses are tried (RFC 8305 section 4).</summary>
internal static class AddressOrder
{
    /// <summary>Takes turns between the versions of IP, version 6 first; within each, the order is the server's.</summary>
    public static IReadOnlyList<IpAddress> Interleave(IReadOnlyList<IpAddress> v6, IReadOnlyList<IpAddress> v4)
    {
        var all = new List<IpAddress>(v6.Count + v4.Count);
        for (var i = 0; i < Math.Max(v6.Count, v4.Count); i++)
        {
            if (i < v6.Count)
            {
                all.Add(v6[i]);
            }

            if (i < v4.Count)
            {
                all.Add(v4[i]);
            }
        }

        return all;
    }
}
