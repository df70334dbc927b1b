using System.Globalization;

namespace MirageGen.Dns.Tests;

/// <summary>Octets as tests write them.</summary>
internal static class Octets
{
    /// <summary>Reads hexadecimal digits, white space between them as one likes.</summary>
    public static byte[] FromHex(string text) => Convert.FromHexString(string.Concat(text.Where(c => !char.IsWhiteSpace(c))));

    /// <summary>Writes small hexadecimal digits.</summary>
    public static string ToHex(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(octets);

    /// <summary>A name's wire form.</summary>
    public static byte[] Name(string text) => DomainName.Parse(text, CultureInfo.InvariantCulture).Octets.ToArray();
}
