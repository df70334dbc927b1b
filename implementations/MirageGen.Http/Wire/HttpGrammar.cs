using System.Buffers;

namespace MirageGen.Http.Wire;

/// <summary>The character classes of RFC 9110 section 5.6, RFC 9112 and RFC 3986, ready for vectorised search.</summary>
internal static class HttpGrammar
{
    public const byte CarriageReturn = (byte)'\r';
    public const byte LineFeed = (byte)'\n';
    public const byte Space = (byte)' ';
    public const byte HorizontalTab = (byte)'\t';

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";
    private const string SubDelimiters = "!$&'()*+,;=";
    private const string Unreserved = Letters + Digits + "-._~";

    /// <summary>tchar: what methods and field names are made of.</summary>
    public static readonly SearchValues<byte> Token = Create(Letters + Digits + "!#$%&'*+-.^_`|~");

    /// <summary>What ends the scan of a line: every control character but the tab, which a field's value may have.</summary>
    public static readonly SearchValues<byte> LineEnders = CreateLineEnders();

    /// <summary>
    /// What a path may have as it is: pchar and the slash, and four more that browsers send bare
    /// (URL Standard, path percent-encode set).
    /// </summary>
    public static readonly SearchValues<byte> PlainPath = Create(Unreserved + SubDelimiters + ":@/|^[]");

    /// <summary>What a query may have: as for a path, and what else browsers send bare in queries.</summary>
    public static readonly SearchValues<byte> Query = Create(Unreserved + SubDelimiters + ":@/|^[]?%`{}\\");

    /// <summary>reg-name without percent-encoding, and IPv4 addresses.</summary>
    public static readonly SearchValues<byte> RegisteredName = Create(Unreserved + SubDelimiters);

    /// <summary>The inside of an IP literal's brackets.</summary>
    public static readonly SearchValues<byte> IpLiteral = Create(Digits + "abcdefABCDEF:.");

    /// <summary>Removes spaces and tabs at both ends (OWS).</summary>
    public static ReadOnlySpan<byte> TrimWhitespace(ReadOnlySpan<byte> octets)
    {
        var start = 0;
        var end = octets.Length;
        while (start < end && IsBlank(octets[start]))
        {
            start++;
        }

        while (end > start && IsBlank(octets[end - 1]))
        {
            end--;
        }

        return octets[start..end];
    }

    /// <summary>Space or tab.</summary>
    public static bool IsBlank(byte octet) => octet is Space or HorizontalTab;

    /// <summary>0 to 9.</summary>
    public static bool IsDigit(byte octet) => octet is >= (byte)'0' and <= (byte)'9';

    /// <summary>The value of a hexadecimal digit; negative when it is none.</summary>
    public static int HexValue(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        _ => -1,
    };

    private static SearchValues<byte> Create(string characters) =>
        SearchValues.Create(System.Text.Encoding.ASCII.GetBytes(characters));

    private static SearchValues<byte> CreateLineEnders()
    {
        const int Delete = 0x7F;
        var octets = new List<byte> { Delete };
        for (byte octet = 0; octet < Space; octet++)
        {
            if (octet != HorizontalTab)
            {
                octets.Add(octet);
            }
        }

        return SearchValues.Create(octets.ToArray());
    }
}
