namespace MirageGen.Dns.Wire;

/// <summary>The names of algorithms (RFC 8945 section 6).</summary>
internal static class TsigAlgorithms
{
    /// <summary>An algorithm's name in uncompressed wire form.</summary>
    public static ReadOnlySpan<byte> NameOf(TsigAlgorithm algorithm) => algorithm switch
    {
        TsigAlgorithm.HmacSha1 => "\u0009hmac-sha1\0"u8,
        TsigAlgorithm.HmacSha224 => "\u000Bhmac-sha224\0"u8,
        TsigAlgorithm.HmacSha256 => "\u000Bhmac-sha256\0"u8,
        TsigAlgorithm.HmacSha384 => "\u000Bhmac-sha384\0"u8,
        _ => "\u000Bhmac-sha512\0"u8,
    };

    /// <summary>Finds an algorithm by its name.</summary>
    /// <param name="name">Uncompressed wire form.</param>
    /// <param name="algorithm">The algorithm.</param>
    /// <returns>False for one that is not done here.</returns>
    public static bool TryFind(ReadOnlySpan<byte> name, out TsigAlgorithm algorithm)
    {
        for (algorithm = TsigAlgorithm.HmacSha1; algorithm <= TsigAlgorithm.HmacSha512; algorithm++)
        {
            if (NameOctets.Equals(name, NameOf(algorithm)))
            {
                return true;
            }
        }

        return false;
    }
}
