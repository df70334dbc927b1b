namespace MirageGen.Dns.Client;

/// <summary>Names in random case: each letter is a bit that a forger who does not see the question has to guess.</summary>
internal static class MixedCase
{
    private const byte CaseBit = 0x20;

    /// <summary>Copies a name and throws a coin for each of its letters.</summary>
    public static void Copy(ReadOnlySpan<byte> name, Span<byte> destination, IRandom random)
    {
        Span<byte> coins = stackalloc byte[NameOctets.MaxOctets];
        random.Fill(coins[..name.Length]);
        for (var i = 0; i < name.Length; i++)
        {
            destination[i] = char.IsAsciiLetter((char)name[i]) ? (byte)(name[i] ^ (coins[i] & CaseBit)) : name[i];
        }
    }
}
