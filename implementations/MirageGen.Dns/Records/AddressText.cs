using System.Text;

namespace MirageGen.Dns;

/// <summary>Addresses in octets of text.</summary>
internal static class AddressText
{
    private const int LongestOctets = 45;

    /// <summary>Reads an IPv4 address.</summary>
    public static bool TryReadIPv4(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        Span<char> characters = stackalloc char[LongestOctets];
        if (!TryWiden(text, characters, out var length) || !IPv4Address.TryParse(characters[..length], out var address))
        {
            return false;
        }

        address.CopyTo(destination);
        return true;
    }

    /// <summary>Reads an IPv6 address.</summary>
    public static bool TryReadIPv6(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        Span<char> characters = stackalloc char[LongestOctets];
        if (!TryWiden(text, characters, out var length) || !IPv6Address.TryParse(characters[..length], out var address))
        {
            return false;
        }

        address.CopyTo(destination);
        return true;
    }

    private static bool TryWiden(ReadOnlySpan<byte> text, Span<char> characters, out int length) =>
        Ascii.ToUtf16(text, characters, out length) == System.Buffers.OperationStatus.Done;
}
