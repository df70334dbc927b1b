using System.Text;

namespace MirageGen.Dns;

/// <summary>Numbers that have names in text; the names' case makes no difference.</summary>
internal sealed class Mnemonics(params (ushort Number, string Name)[] entries)
{
    /// <summary>The algorithms of DNSSEC (RFC 8624, IANA "DNS Security Algorithm Numbers").</summary>
    public static Mnemonics Algorithms { get; } = new(
        (1, "RSAMD5"), (2, "DH"), (3, "DSA"), (5, "RSASHA1"), (6, "NSEC3DSA"), (7, "NSEC3RSASHA1"), (8, "RSASHA256"),
        (10, "RSASHA512"), (12, "ECCGOST"), (13, "ECDSAP256SHA256"), (14, "ECDSAP384SHA384"), (15, "ED25519"), (16, "ED448"),
        (252, "INDIRECT"), (253, "PRIVATEDNS"), (254, "PRIVATEOID"));

    /// <summary>The types of certificates (RFC 4398 section 2.1).</summary>
    public static Mnemonics CertificateTypes { get; } = new(
        (1, "PKIX"), (2, "SPKI"), (3, "PGP"), (4, "IPKIX"), (5, "ISPKI"), (6, "IPGP"), (7, "ACPKIX"), (8, "IACPKIX"),
        (253, "URI"), (254, "OID"));

    /// <summary>The classes of records.</summary>
    public static Mnemonics Classes { get; } = new(
        ((ushort)RecordClass.Internet, "IN"), ((ushort)RecordClass.Chaos, "CH"), ((ushort)RecordClass.Hesiod, "HS"),
        ((ushort)RecordClass.None, "NONE"), ((ushort)RecordClass.Any, "ANY"), ((ushort)RecordClass.Chaos, "CHAOS"),
        ((ushort)RecordClass.Hesiod, "HESIOD"));

    private readonly (ushort Number, string Name)[] _entries = entries;

    /// <summary>A number's name; null when it has none.</summary>
    public string? NameOf(uint number)
    {
        foreach (var (entry, name) in _entries)
        {
            if (entry == number)
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Finds a name's number.</summary>
    public bool TryFind(ReadOnlySpan<byte> text, out ushort number)
    {
        foreach (var (entry, name) in _entries)
        {
            if (Ascii.EqualsIgnoreCase(text, name))
            {
                number = entry;
                return true;
            }
        }

        number = 0;
        return false;
    }
}
