using Org.BouncyCastle.Crypto.Digests;

namespace MirageGen.Dns.Transfer;

/// <summary>Octets as they are kept on a store: with their SHA-256 behind them, so that what is damaged is known.</summary>
internal static class StoredRecords
{
    private const int DigestOctets = 32;

    /// <summary>Seals octets.</summary>
    public static byte[] Seal(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        var length = 0;
        foreach (var part in parts)
        {
            length += part.Length;
        }

        var octets = new byte[length + DigestOctets];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(octets.AsMemory(at));
            at += part.Length;
        }

        Digest(octets.AsSpan(0, length), octets.AsSpan(length));
        return octets;
    }

    /// <summary>Opens what was sealed.</summary>
    /// <param name="octets">As read from the store; null when there was nothing.</param>
    /// <param name="content">What was sealed.</param>
    /// <returns>False when there was nothing, or it is damaged.</returns>
    public static bool TryOpen(ReadOnlyMemory<byte>? octets, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (octets is not { Length: >= DigestOctets } sealedOctets)
        {
            return false;
        }

        Span<byte> digest = stackalloc byte[DigestOctets];
        content = sealedOctets.Span[..^DigestOctets];
        Digest(content, digest);
        return digest.SequenceEqual(sealedOctets.Span[^DigestOctets..]);
    }

    private static void Digest(ReadOnlySpan<byte> octets, Span<byte> digest)
    {
        var hash = new Sha256Digest();
        hash.BlockUpdate(octets);
        hash.DoFinal(digest);
    }
}
